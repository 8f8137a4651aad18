import type { SendMessageRequest, SendMessageResult } from '@aws-sdk/client-sqs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { md5, md5OfAttributes } from '../message.ts';

// MessageGroupId is taken on standard queues too, for fairness among tenants: it changes no message.
const NOT_HERE = ['MessageDeduplicationId', 'MessageSystemAttributes'] as const;

export const sendMessage =
  ({ queues }: Context): Operation<SendMessageRequest, SendMessageResult> =>
  (input, { caller }) => {
    const missing = NOT_HERE.find((member) => input[member] !== undefined);
    if (missing) throw new AwsError('UnsupportedOperation', `the local cloud's SQS has no ${missing}`);
    const { QueueUrl = '', MessageBody = '', MessageAttributes = {}, DelaySeconds } = input;
    const given = { body: MessageBody, attributes: MessageAttributes, senderId: caller.accountId };
    const { id, attributes } = queues.get(QueueUrl).send(given, DelaySeconds);
    const digest = md5OfAttributes(attributes);
    return {
      MessageId: id,
      MD5OfMessageBody: md5(MessageBody),
      ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest }),
    };
  };
