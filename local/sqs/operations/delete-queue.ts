import type { DeleteQueueRequest } from '@aws-sdk/client-sqs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const deleteQueue =
  ({ queues }: Context): Operation<DeleteQueueRequest, void> =>
  ({ QueueUrl = '' }) =>
    queues.delete(QueueUrl);
