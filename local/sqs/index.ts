import type { Clock } from '../clock.ts';
import type { Account, Deliveries, Part } from '../parts.ts';
import { operationsOf } from './operations/index.ts';
import { Queues } from './queues.ts';
import { sqsResources } from './resources.ts';

/** SQS: standard queues, for dead letters and for who reads them. */
export function createSqs(deps: { account: Account; clock: Clock; deliveries: Deliveries }): Part {
  const { account, clock, deliveries } = deps;
  const closing = new AbortController();
  const queues = new Queues(account, clock);
  const context = { clock, queues, closing: closing.signal };
  deliveries.register('sqs', async (arn, payload) => {
    queues.get(arn).send({ body: payload, attributes: {}, senderId: account.id });
  });
  return {
    service: { client: 'sqs', operations: operationsOf(context) },
    resources: sqsResources(context),
    async close() {
      closing.abort();
    },
  };
}
