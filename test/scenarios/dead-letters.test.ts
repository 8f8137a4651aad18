import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveVersion } from '../../local/start/acts.ts';
import { Stage } from './stage.ts';
import { eventsCome, patience } from './weather.ts';

/** Functions that help, and that a deployment does not depend on. */
const HELPERS = ['request-deployment', 'wake-deployment', 'announce'];
/** Lambda tries each event three times, over three minutes of its time. Real milliseconds. */
const LIMIT_MS = 60_000;

describe('where the functions that only help crash at each event', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open();
    for (const name of HELPERS)
      stage.cloud.faults.add({ kind: 'crash-function', function: `slipway-dev-${name}`, every: 1 });
  });
  afterAll(() => stage?.close());

  it('a push goes live all the same, and what they could not handle is among the dead letters', async () => {
    const commit = await stage.push({
      file: 'page.mjs',
      from: '#1668dc',
      to: '#0b7a4b',
      message: 'Paint it green',
    });
    expect((await stage.endOf(commit)).ending?.verdict).toBe('verified');
    expect(await liveVersion(stage.setting)).toBe(commit);

    const sqs = new SQSClient({});
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'slipway-dev-dead-letters' }));
    const failed = new Map<string, string>();
    // Where events are lost, only reconcile asks, for an announcement, and learns of the crash itself.
    const called = eventsCome() ? HELPERS : [];
    const missing = () => called.filter((name) => !failed.has(name));
    for (const end = Date.now() + patience(LIMIT_MS); missing().length > 0 && Date.now() < end; ) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = '' } of Messages) {
        const { requestContext } = JSON.parse(Body) as InvocationRecord;
        const [, name = ''] = /:function:slipway-dev-([\w-]+)/.exec(requestContext.functionArn) ?? [];
        failed.set(name, `${requestContext.condition} after ${requestContext.approximateInvokeCount}`);
      }
    }
    expect(failed).toEqual(new Map(called.map((name) => [name, 'RetriesExhausted after 3'])));
    expect(stage.setting.announcements).toEqual([]);
  });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
interface InvocationRecord {
  readonly requestContext: {
    readonly functionArn: string;
    readonly condition: string;
    readonly approximateInvokeCount: number;
  };
}
