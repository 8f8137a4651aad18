import type { ResourceProviders } from '../cloudformation/provider.ts';
import type { Context } from './context.ts';
import { queueResource } from './resources/queue.ts';
import { queuePolicyResource } from './resources/queue-policy.ts';

export const sqsResources = (context: Context): ResourceProviders => ({
  'AWS::SQS::Queue': queueResource(context),
  'AWS::SQS::QueuePolicy': queuePolicyResource(context),
});
