import type { DeleteMessageRequest } from '@aws-sdk/client-sqs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** Deleting what is gone already, or was received again by somebody else, succeeds and does nothing. */
export const deleteMessage =
  ({ queues }: Context): Operation<DeleteMessageRequest, void> =>
  ({ QueueUrl = '', ReceiptHandle = '' }) => {
    const queue = queues.get(QueueUrl);
    const message = queue.ofReceipt(ReceiptHandle);
    if (message) queue.remove(message);
  };
