import type { TagQueueRequest } from '@aws-sdk/client-sqs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const tagQueue =
  ({ queues }: Context): Operation<TagQueueRequest, void> =>
  ({ QueueUrl = '', Tags = {} }) => {
    const { tags } = queues.get(QueueUrl);
    for (const [key, value] of Object.entries(Tags)) tags.set(key, value);
  };
