import type { DeregisterTaskDefinitionRequest, DeregisterTaskDefinitionResponse } from '@aws-sdk/client-ecs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { nameOf } from '../arns.ts';
import type { Context } from '../context.ts';

/** Makes a revision INACTIVE: who uses it keeps it, nothing new can be started with it. */
export const deregisterTaskDefinition =
  ({
    clock,
    definitions,
  }: Context): Operation<DeregisterTaskDefinitionRequest, DeregisterTaskDefinitionResponse> =>
  (input) => {
    const reference = input.taskDefinition ?? '';
    if (!nameOf(reference).includes(':'))
      throw new AwsError('InvalidParameterException', 'Invalid revision number. Number: null');
    const found = definitions.get(reference);
    if (!found) throw new AwsError('ClientException', 'The specified task definition does not exist.');
    if (found.description.status === 'ACTIVE')
      found.description = { ...found.description, status: 'INACTIVE', deregisteredAt: clock.date() };
    return { taskDefinition: found.description };
  };
