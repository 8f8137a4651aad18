import type { CreateQueueRequest, CreateQueueResult } from '@aws-sdk/client-sqs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const createQueue =
  ({ queues }: Context): Operation<CreateQueueRequest, CreateQueueResult> =>
  ({ QueueName = '', Attributes = {} }) => ({ QueueUrl: queues.create(QueueName, Attributes).names.url });
