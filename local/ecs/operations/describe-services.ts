import type { DescribeServicesRequest, DescribeServicesResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import { nameOf, serviceArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { invalid } from '../services/check.ts';
import { describeService } from '../services/describe-service.ts';

/** API reference, DescribeServices. */
const MOST_AT_ONCE = 10;

export const describeServices =
  ({ account, clusters }: Context): Operation<DescribeServicesRequest, DescribeServicesResponse> =>
  (input) => {
    const cluster = clusters.find(input.cluster);
    const asked = input.services ?? [];
    if (asked.length === 0) throw invalid('Services cannot be empty.');
    if (asked.length > MOST_AT_ONCE)
      throw invalid(`At most ${MOST_AT_ONCE} services can be described at once.`);
    const found = asked.map((name) => ({ name, service: cluster.services.get(nameOf(name))?.service }));
    return {
      services: found.flatMap(({ service }) => (service ? [describeService(service, input.include)] : [])),
      failures: found.flatMap(({ name, service }) =>
        service ? [] : [{ arn: serviceArn(account, cluster.name, nameOf(name)), reason: 'MISSING' }],
      ),
    };
  };
