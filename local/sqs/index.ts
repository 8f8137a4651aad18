import type {
  CreateQueueRequest,
  DeleteMessageRequest,
  DeleteQueueRequest,
  GetQueueAttributesRequest,
  GetQueueUrlRequest,
  ListQueuesRequest,
  PurgeQueueRequest,
  ReceiveMessageRequest,
  SendMessageRequest,
} from '@aws-sdk/client-sqs';
import type { Clock } from '../clock.ts';
import type { ResourceProviders } from '../cloudformation/provider.ts';
import type { Account, Deliveries, Part } from '../parts.ts';
import { type Queue, Queues } from './queues.ts';

/** SQS: standard queues, for dead letters and for who reads them. Receiving never waits. */
export function createSqs({
  account,
  clock,
  deliveries,
}: {
  account: Account;
  clock: Clock;
  deliveries: Deliveries;
}): Part {
  const queues = new Queues(account, clock);
  deliveries.register('sqs', async (arn, payload) => {
    queues.send(arn, payload);
  });
  return { service: { client: 'sqs', operations: operationsOf(queues) }, resources: sqsResources(queues) };
}

function operationsOf(queues: Queues) {
  return {
    CreateQueue: ({ QueueName = '', Attributes = {} }: CreateQueueRequest) => ({
      QueueUrl: queues.create(QueueName, Attributes as Record<string, string>).url,
    }),
    GetQueueUrl: ({ QueueName = '' }: GetQueueUrlRequest) => ({ QueueUrl: queues.get(QueueName).url }),
    ListQueues: ({ QueueNamePrefix = '' }: ListQueuesRequest) => ({
      QueueUrls: queues
        .list()
        .filter(({ name }) => name.startsWith(QueueNamePrefix))
        .map(({ url }) => url),
    }),
    GetQueueAttributes: ({ QueueUrl = '', AttributeNames = [] }: GetQueueAttributesRequest) => {
      const all = attributesOf(queues.get(QueueUrl));
      const names: readonly string[] = AttributeNames;
      const wanted = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
      return { Attributes: Object.fromEntries(wanted) };
    },
    DeleteQueue: ({ QueueUrl = '' }: DeleteQueueRequest) => queues.delete(QueueUrl),
    PurgeQueue: ({ QueueUrl = '' }: PurgeQueueRequest) => {
      queues.get(QueueUrl).messages = [];
    },
    SendMessage: ({ QueueUrl = '', MessageBody = '' }: SendMessageRequest) => {
      const { id, md5 } = queues.send(QueueUrl, MessageBody);
      return { MessageId: id, MD5OfMessageBody: md5 };
    },
    ReceiveMessage: ({
      QueueUrl = '',
      MaxNumberOfMessages = 1,
      VisibilityTimeout,
    }: ReceiveMessageRequest) => {
      const messages = queues.receive(QueueUrl, MaxNumberOfMessages, VisibilityTimeout);
      return {
        Messages: messages.map(({ id, body, md5, receipt, received, sent }) => ({
          MessageId: id,
          ReceiptHandle: receipt,
          Body: body,
          MD5OfBody: md5,
          Attributes: { ApproximateReceiveCount: String(received), SentTimestamp: String(sent) },
        })),
      };
    },
    DeleteMessage: ({ QueueUrl = '', ReceiptHandle = '' }: DeleteMessageRequest) =>
      queues.remove(QueueUrl, ReceiptHandle),
  };
}

function attributesOf({ arn, created, messages, attributes }: Queue): Record<string, string> {
  return {
    ...Object.fromEntries(attributes),
    QueueArn: arn,
    CreatedTimestamp: String(Math.round(created / 1000)),
    ApproximateNumberOfMessages: String(messages.length),
  };
}

function sqsResources(queues: Queues): ResourceProviders {
  return {
    'AWS::SQS::Queue': {
      replaceOn: ['QueueName', 'FifoQueue'],
      create: ({ properties: { QueueName, Tags: _, ...settings }, generatedName }) => {
        if (settings.FifoQueue) throw new Error('FIFO queues are not in the local cloud');
        const attributes = Object.entries(settings).map(([name, value]) => [
          name,
          typeof value === 'object' ? JSON.stringify(value) : String(value),
        ]);
        const queue = queues.create(
          typeof QueueName === 'string' ? QueueName : generatedName,
          Object.fromEntries(attributes),
        );
        return { id: queue.url, attributes: { Arn: queue.arn, QueueName: queue.name, QueueUrl: queue.url } };
      },
      update: ({ resource, properties: { QueueName: _q, Tags: _t, ...settings } }) => {
        const { attributes } = queues.get(resource.id);
        for (const [name, value] of Object.entries(settings))
          attributes.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
        return resource;
      },
      delete: ({ resource }) => queues.delete(resource.id),
    },
    // Kept as an attribute, as SQS does.
    'AWS::SQS::QueuePolicy': {
      replaceOn: [],
      create: ({ properties, generatedName }) => putPolicy(queues, properties, generatedName),
      update: ({ properties, resource }) => putPolicy(queues, properties, resource.id),
      delete: () => undefined,
    },
  };
}

function putPolicy(queues: Queues, properties: Readonly<Record<string, unknown>>, id: string) {
  for (const url of [properties.Queues].flat())
    queues.get(String(url)).attributes.set('Policy', JSON.stringify(properties.PolicyDocument));
  return { id, attributes: {} };
}
