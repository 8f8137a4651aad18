import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { changeMessageVisibility } from './change-message-visibility.ts';
import { createQueue } from './create-queue.ts';
import { deleteMessage } from './delete-message.ts';
import { deleteQueue } from './delete-queue.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { getQueueUrl } from './get-queue-url.ts';
import { listQueueTags } from './list-queue-tags.ts';
import { listQueues } from './list-queues.ts';
import { purgeQueue } from './purge-queue.ts';
import { receiveMessage } from './receive-message.ts';
import { sendMessage } from './send-message.ts';
import { setQueueAttributes } from './set-queue-attributes.ts';
import { tagQueue } from './tag-queue.ts';
import { untagQueue } from './untag-queue.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  ChangeMessageVisibility: changeMessageVisibility(context),
  CreateQueue: createQueue(context),
  DeleteMessage: deleteMessage(context),
  DeleteQueue: deleteQueue(context),
  GetQueueAttributes: getQueueAttributes(context),
  GetQueueUrl: getQueueUrl(context),
  ListQueues: listQueues(context),
  ListQueueTags: listQueueTags(context),
  PurgeQueue: purgeQueue(context),
  ReceiveMessage: receiveMessage(context),
  SendMessage: sendMessage(context),
  SetQueueAttributes: setQueueAttributes(context),
  TagQueue: tagQueue(context),
  UntagQueue: untagQueue(context),
});
