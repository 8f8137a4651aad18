import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import { refusesService } from '../iam/policy/service-access.ts';
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
  deliveries.register('sqs', async (arn, payload, source) => {
    const queue = queues.get(arn);
    if (source) {
      const access = { action: 'sqs:SendMessage', resource: arn, account: account.id };
      const refusal = refusesService(queue.policy, source, access);
      if (refusal !== undefined) throw new AwsError('AccessDeniedException', refusal, { status: 403 });
    }
    queue.send({ body: payload, attributes: {}, senderId: account.id });
  });
  return {
    service: { client: 'sqs', operations: operationsOf(context) },
    resources: sqsResources(context),
    policyOf: (arn) => (arn.startsWith('arn:aws:sqs:') ? queues.find(arn)?.policy : undefined),
    async close() {
      closing.abort();
    },
  };
}
