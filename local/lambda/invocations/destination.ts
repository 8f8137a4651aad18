import { randomUUID } from 'node:crypto';
import { refusesDelivery } from '../../iam/access/delivery.ts';
import type { Account, Deliveries, Refuses } from '../../parts.ts';
import type { Invocation, Outcome } from '../environments/environment.ts';
import { callerOf } from '../functions/execution-role.ts';
import type { LambdaFunction } from '../functions/function.ts';

/** What there is to tell of an asynchronous invocation that is over. */
export interface InvocationRecord {
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  readonly tries: number;
  readonly version: string;
  /** Of the last try; none where the function was never reached. */
  readonly outcome?: Outcome;
  readonly timestamp: Date;
  /** Unqualified. */
  readonly functionArn: string;
  readonly invocation: Pick<Invocation, 'requestId' | 'payload' | 'arn'>;
}

/**
 * Sends the invocation record to a destination: a queue, a function or an event bus.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export async function deliverRecord(
  deliveries: Deliveries,
  account: Account,
  destination: string,
  record: InvocationRecord,
): Promise<void> {
  const content = contentOf(record);
  const isBus = destination.split(':')[2] === 'events';
  await deliveries.deliver(
    destination,
    JSON.stringify(isBus ? asEvent(account, record, destination, content) : content),
  );
}

interface Means {
  readonly account: Account;
  readonly deliveries: Deliveries;
  readonly refuses?: Refuses;
}

/** Whether the function's role lets Lambda deliver there. Where it does not, what was to be delivered is lost. */
export function mayDeliver({ account, refuses }: Means, fn: LambdaFunction, arn: string): boolean {
  if (!refuses) return true;
  return refusesDelivery(refuses, callerOf(account, fn.latest.settings.role, fn.name), arn) === undefined;
}

/** A dead-letter queue gets the event alone. */
export async function deliverToDeadLetters(
  means: Means,
  fn: LambdaFunction,
  arn: string,
  { payload }: Pick<Invocation, 'payload'>,
): Promise<void> {
  if (mayDeliver(means, fn, arn)) await means.deliveries.deliver(arn, payload);
}

function contentOf({
  condition,
  tries,
  version,
  outcome,
  timestamp,
  functionArn,
  invocation,
}: InvocationRecord) {
  return {
    version: '1.0',
    timestamp: timestamp.toISOString(),
    requestContext: {
      requestId: invocation.requestId,
      functionArn: invocation.arn === functionArn ? `${functionArn}:$LATEST` : invocation.arn,
      condition,
      approximateInvokeCount: tries,
    },
    requestPayload: JSON.parse(invocation.payload) as unknown,
    ...(outcome
      ? {
          responseContext: {
            statusCode: 200,
            executedVersion: version,
            ...(outcome.functionError === undefined ? {} : { functionError: outcome.functionError }),
          },
          responsePayload: JSON.parse(outcome.payload) as unknown,
        }
      : {}),
  };
}

function asEvent(
  { id: account, region }: Account,
  { condition, timestamp, functionArn }: InvocationRecord,
  destination: string,
  detail: object,
) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': `Lambda Function Invocation Result - ${condition === 'Success' ? 'Success' : 'Failure'}`,
    source: 'lambda',
    account,
    time: timestamp.toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [destination, functionArn],
    detail,
  };
}
