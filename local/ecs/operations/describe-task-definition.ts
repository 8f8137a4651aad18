import type { DescribeTaskDefinitionRequest, DescribeTaskDefinitionResponse } from '@aws-sdk/client-ecs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const describeTaskDefinition =
  ({ definitions }: Context): Operation<DescribeTaskDefinitionRequest, DescribeTaskDefinitionResponse> =>
  (input) => {
    const found = definitions.get(input.taskDefinition ?? '');
    if (!found) throw new AwsError('ClientException', 'Unable to describe task definition.');
    return {
      taskDefinition: found.description,
      ...(input.include?.includes('TAGS') ? { tags: found.tags } : {}),
    };
  };
