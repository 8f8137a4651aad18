import type { CreateQueueRequest, CreateQueueResult } from '@aws-sdk/client-sqs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const createQueue =
  ({ queues }: Context): Operation<CreateQueueRequest, CreateQueueResult> =>
  ({ QueueName = '', Attributes = {}, tags = {} }) => {
    const isThere = queues.find(QueueName) !== undefined;
    const queue = queues.create(QueueName, Attributes);
    // One that is there already keeps its own.
    if (!isThere) for (const [key, value] of Object.entries(tags)) queue.tags.set(key, value);
    return { QueueUrl: queue.names.url };
  };
