import type * as sqs from '@aws-sdk/client-sqs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { type Message, md5, md5OfAttributes } from '../message.ts';

/** Messages and seconds that may be asked for (API reference). */
const MAX_MESSAGES = 10;
const MAX_WAIT_SECONDS = 20;

export const receiveMessage =
  ({ queues, closing }: Context): Operation<sqs.ReceiveMessageRequest, sqs.ReceiveMessageResult> =>
  async (input) => {
    const queue = queues.get(input.QueueUrl ?? '');
    const most = input.MaxNumberOfMessages ?? 1;
    const wait = input.WaitTimeSeconds ?? queue.seconds('ReceiveMessageWaitTimeSeconds');
    if (most < 1 || most > MAX_MESSAGES || wait < 0 || wait > MAX_WAIT_SECONDS)
      throw new AwsError(
        'InvalidParameterValue',
        `MaxNumberOfMessages must be between 1 and ${MAX_MESSAGES}, WaitTimeSeconds between 0 and ${MAX_WAIT_SECONDS}.`,
      );
    const take = () =>
      queues.receive(queue, most, input.VisibilityTimeout ?? queue.seconds('VisibilityTimeout'));
    let messages = take();
    if (messages.length === 0 && wait > 0) {
      await queue.arrival(wait, closing);
      messages = take();
    }
    return messages.length === 0 ? {} : { Messages: messages.map((message) => describe(message, input)) };
  };

function describe(message: Message, input: sqs.ReceiveMessageRequest): sqs.Message {
  const asked: readonly string[] = [
    ...(input.MessageSystemAttributeNames ?? []),
    ...(input.AttributeNames ?? []),
  ];
  const system = Object.entries({
    SenderId: message.senderId,
    SentTimestamp: String(message.sent),
    ApproximateReceiveCount: String(message.received),
    ApproximateFirstReceiveTimestamp: String(message.firstReceived),
  }).filter(([name]) => asked.includes('All') || asked.includes(name));
  const own = Object.entries(message.attributes).filter(([name]) =>
    isAsked(name, input.MessageAttributeNames),
  );
  const digest = md5OfAttributes(Object.fromEntries(own));
  return {
    MessageId: message.id,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(message.receipt === undefined ? {} : { ReceiptHandle: message.receipt }),
    ...(system.length === 0 ? {} : { Attributes: Object.fromEntries(system) }),
    ...(digest === undefined
      ? {}
      : { MessageAttributes: Object.fromEntries(own), MD5OfMessageAttributes: digest }),
  };
}

/** By name, `All`, or `prefix.*`. */
function isAsked(name: string, wanted: readonly string[] = []): boolean {
  return wanted.some(
    (one) => one === name || one === 'All' || (one.endsWith('.*') && name.startsWith(one.slice(0, -1))),
  );
}
