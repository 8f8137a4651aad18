import type { UntagQueueRequest } from '@aws-sdk/client-sqs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const untagQueue =
  ({ queues }: Context): Operation<UntagQueueRequest, void> =>
  ({ QueueUrl = '', TagKeys = [] }) => {
    const { tags } = queues.get(QueueUrl);
    for (const key of TagKeys) tags.delete(key);
  };
