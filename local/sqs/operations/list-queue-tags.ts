import type { ListQueueTagsRequest, ListQueueTagsResult } from '@aws-sdk/client-sqs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const listQueueTags =
  ({ queues }: Context): Operation<ListQueueTagsRequest, ListQueueTagsResult> =>
  ({ QueueUrl = '' }) => {
    const { tags } = queues.get(QueueUrl);
    return tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) };
  };
