import type { PurgeQueueRequest } from '@aws-sdk/client-sqs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const purgeQueue =
  ({ queues }: Context): Operation<PurgeQueueRequest, void> =>
  ({ QueueUrl = '' }) =>
    queues.get(QueueUrl).purge();
