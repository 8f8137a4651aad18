import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { expect, it, vi } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { createEvents } from '../../../local/events/index.ts';
import { eventFaults } from '../../../local/faults/events/event-faults.ts';
import type { Fault } from '../../../local/faults/fault.ts';
import { Faults } from '../../../local/faults/index.ts';
import { Deliveries } from '../../../local/parts.ts';
import { throughGateway } from '../through-gateway.ts';

const account = {
  id: '000000000000',
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:1',
  folder: '/nonexistent',
};

/** Sends numbered events through a rule, and gives the numbers that came, in their order. */
async function send(fault: Fault, count: number, clock = new Clock()) {
  const faults = new Faults();
  faults.add(fault);
  const deliveries = new Deliveries();
  const came: number[] = [];
  deliveries.register('sqs', async (_, payload) => {
    came.push((JSON.parse(payload) as { detail: { n: number } }).detail.n);
  });
  const part = createEvents({ account, clock, deliveries });
  const heard: unknown[] = [];
  part.onEvent(({ detail }) => heard.push(detail.n));
  part.intercept(eventFaults(faults));
  const gateway = await throughGateway(part);
  const client = new EventBridgeClient(gateway.config);
  await client.send(new PutRuleCommand({ Name: 'all', EventPattern: '{"source":[{"prefix":""}]}' }));
  await client.send(
    new PutTargetsCommand({
      Rule: 'all',
      Targets: [{ Id: 'q', Arn: 'arn:aws:sqs:us-east-1:000000000000:q' }],
    }),
  );
  for (let n = 1; n <= count; n++)
    part.events.put({ source: 'aws.ecs', detailType: n % 2 ? 'Odd' : 'Even', resources: [], detail: { n } });
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  // Whoever listens hears of all that was put, whatever becomes of it.
  expect(heard).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  return {
    came,
    async close() {
      await gateway.close();
      await part.close?.();
    },
  };
}

it.each<[Fault, number[]]>([
  [{ kind: 'lose-events' }, []],
  [{ kind: 'lose-events', source: 'aws.' }, []],
  [{ kind: 'lose-events', source: 'aws.ecr' }, [1, 2, 3, 4]],
  [{ kind: 'lose-events', detailType: 'Odd' }, [2, 4]],
  [{ kind: 'lose-events', times: 1, skip: 1 }, [1, 3, 4]],
  [{ kind: 'double-events', detailType: 'Even', copies: 3 }, [1, 2, 2, 2, 3, 4, 4, 4]],
])('%j', async (fault, expected) => {
  const { came, close } = await send(fault, 4);
  expect(came).toEqual(expected);
  await close();
});

it('events are late by AWS’s time', async () => {
  const clock = new Clock();
  clock.hold();
  const { came, close } = await send({ kind: 'delay-events', detailType: 'Odd', seconds: 90 }, 4, clock);
  expect(came).toEqual([2, 4]);
  await clock.move(89);
  expect(came).toEqual([2, 4]);
  await clock.move(1);
  await vi.waitFor(() => expect(came).toEqual([2, 4, 1, 3]));
  await close();
});

it('every other event is overtaken by the next one', async () => {
  const clock = new Clock();
  clock.hold();
  const { came, close } = await send({ kind: 'reorder-events', seconds: 20 }, 4, clock);
  expect(came).toEqual([2, 4]);
  await clock.move(20);
  await vi.waitFor(() => expect(came).toEqual([2, 4, 1, 3]));
  await close();
});
