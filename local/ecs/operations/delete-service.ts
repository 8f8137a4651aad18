import type { DeleteServiceRequest, DeleteServiceResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { invalid } from '../services/check.ts';
import { describeService } from '../services/describe-service.ts';
import { findService } from '../services/find.ts';
import { endServiceDeployment } from '../services/service-deployment.ts';

/**
 * The service is DRAINING until the last of its tasks has stopped, then INACTIVE. Deleting it once more then is no error:
 * it is given back as it is (API reference, DeleteService: no error is for that; seen in aws/aws-cli#1334 while
 * DRAINING, in aws/aws-sdk-js#4189 when INACTIVE).
 */
export const deleteService =
  (context: Context): Operation<DeleteServiceRequest, DeleteServiceResponse> =>
  (input) => {
    const scheduler = findService(context, input.cluster, input.service);
    const { service } = scheduler;
    if (service.status !== 'ACTIVE') return { service: describeService(service) };
    if (!input.force && service.desiredCount > 0)
      throw invalid('The service cannot be stopped while it is scaled above 0.');
    scheduler.rollout.halt();
    if (service.current)
      endServiceDeployment(service, service.current, {
        status: 'STOPPED',
        reason: 'The service was deleted.',
        now: context.clock.date(),
      });
    service.status = 'DRAINING';
    service.desiredCount = 0;
    service.steady = false;
    scheduler.wake();
    return { service: describeService(service) };
  };
