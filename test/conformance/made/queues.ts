import { DeleteQueueCommand, GetQueueUrlCommand, paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';
import { type Kind, listed, unlessGone } from './kind.ts';

export const queues: Kind = {
  what: 'queue',
  named: async (beginning) => {
    const client = new SQSClient({});
    const urls = await listed(
      paginateListQueues({ client }, beginning === '' ? {} : { QueueNamePrefix: beginning }),
      (page) => page.QueueUrls,
    );
    return urls.map((url) => url.split('/').at(-1) ?? url);
  },
  remove: async (QueueName) => {
    const client = new SQSClient({});
    const found = await client.send(new GetQueueUrlCommand({ QueueName })).catch(unlessGone);
    if (found) await client.send(new DeleteQueueCommand({ QueueUrl: found.QueueUrl })).catch(unlessGone);
  },
};
