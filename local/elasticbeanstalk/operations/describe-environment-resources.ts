import type {
  DescribeEnvironmentResourcesMessage,
  EnvironmentResourceDescriptionsMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** Load balancers by ARN, as those of version 2 are told. */
export const describeEnvironmentResources =
  ({
    environments,
  }: Context): Operation<DescribeEnvironmentResourcesMessage, EnvironmentResourceDescriptionsMessage> =>
  (input) => {
    const { id, name, living, front } = environments.get(input);
    return {
      EnvironmentResources: {
        EnvironmentName: name,
        AutoScalingGroups: [{ Name: `awseb-${id}-stack-AWSEBAutoScalingGroup` }],
        Instances: living.map((instance) => ({ Id: instance.id })),
        LaunchConfigurations: [],
        LaunchTemplates: [],
        LoadBalancers: front?.kind === 'balancer' ? [{ Name: front.balancer.arn }] : [],
        Triggers: [],
        Queues: [],
      },
    };
  };
