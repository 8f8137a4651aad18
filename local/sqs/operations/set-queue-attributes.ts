import type { SetQueueAttributesRequest } from '@aws-sdk/client-sqs';
import type { Operation } from '../../gateway/service.ts';
import { attributesOf } from '../attributes.ts';
import type { Context } from '../context.ts';

/** An empty value takes an attribute away, as with the queue's policy. */
export const setQueueAttributes =
  ({ queues, clock }: Context): Operation<SetQueueAttributesRequest, void> =>
  ({ QueueUrl = '', Attributes = {} }) => {
    const queue = queues.get(QueueUrl);
    const merged = { ...Object.fromEntries(queue.attributes), ...Attributes };
    queue.attributes = attributesOf(
      Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== '')),
    );
    queue.modified = clock.now();
  };
