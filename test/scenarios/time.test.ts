import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import {
  LambdaClient,
  ListDurableExecutionsByFunctionCommand,
  StopDurableExecutionCommand,
} from '@aws-sdk/client-lambda';
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AwsError } from '../../local/gateway/service.ts';
import { liveVersion } from '../../local/start/acts.ts';
import type { TargetState } from '../../shared/deployment/target-state.ts';
import { Stage, steps } from './stage.ts';
import { callsAreSlow, patience } from './weather.ts';

const FUNCTION = 'slipway-dev-run-deployment';
/** Real milliseconds for what is done by real programs: builds, functions, tasks. */
const LIMIT_MS = 60_000;
const atWork = { timeout: patience(LIMIT_MS) };
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The schedule's own: it runs at any moment of it. */
const WINDOW = 30 * MINUTE;

describe('where the clock is held and moved by hand', () => {
  let stage: Stage;
  let good: string;

  beforeAll(async () => {
    stage = await Stage.open();
    const green = { file: 'page.mjs', from: '#1668dc', to: '#0b7a4b', message: 'Paint it green' };
    good = await stage.push(green);
    expect((await stage.endOf(good)).ending?.verdict).toBe('verified');
  });
  afterAll(() => stage?.close());

  it('a rollout that gets nowhere is stopped at its limit of a quarter of an hour, and rolled back', async () => {
    const { chronicle, cloud } = stage;
    const { clock } = cloud;
    chronicle.reset();
    const bad = await stage.push({
      file: 'server.mjs',
      from: 'response.writeHead(answer ? 200 : 404,',
      to: 'response.writeHead(500,',
      message: 'Answer 500',
    });
    // Not before: where the events of builds are lost, only time brings their end to light.
    await chronicle.until('its start', LIMIT_MS, () => chronicle.told('Deployment Started').length > 0);
    clock.hold();
    await chronicle.until('the rollout', LIMIT_MS, () => chronicle.made('UpdateService').length > 0);
    await clock.settled();
    await clock.move(14 * MINUTE);
    expect(chronicle.made('StopServiceDeployment')).toHaveLength(0);
    await clock.move(2 * MINUTE);
    // At once, where no call is throttled.
    const stops = () => chronicle.made('StopServiceDeployment', 'RunDeployment');
    await chronicle.until('its stop', LIMIT_MS, () => stops().length > 0);
    expect(stops()).toHaveLength(1);
    clock.release();

    const record = await stage.endOf(bad);
    expect(record.ending).toMatchObject({ verdict: 'rolled-back', now: { commit: good } });
    expect(record.ending?.reason).toContain('the rollout took longer than 900 s and was stopped');
    expect(steps(record)).toContain('restore:probe');
    const [started = 0, ended = 0] = ['roll:started', 'restoring'].map(
      (step) => record.trail.find((entry) => entry.step === step)?.at,
    );
    expect(ended - started).toBeGreaterThan(15 * MINUTE * 1000);
    expect(await liveVersion(stage.setting)).toBe(good);
  });

  it('a target whose deployment died comes free when its lease of a quarter of an hour is over', async () => {
    const { chronicle, cloud } = stage;
    const { clock } = cloud;
    // The lease is what is left where nobody looks after it.
    await switchReconcile('DISABLED');
    clock.hold();
    const killing = {
      kind: 'crash-function',
      function: FUNCTION,
      operation: 'RegisterTaskDefinition',
    } as const;
    const { id: fault } = cloud.faults.add(killing);
    const struck = () => cloud.faults.list().find(({ id }) => id === fault)?.struck;
    chronicle.reset();
    const dead = await stage.requestDeployment(stage.setting.launched);
    await chronicle.until('its death', LIMIT_MS, () => struck() === 1);
    await clock.settled();
    // Held, no time comes for another try; and now none ever will.
    await stopExecution(dead);
    const { claim } = await targetState();
    expect(claim).toMatchObject({ deployment: dead });

    const next = await stage.requestDeployment(stage.setting.launched);
    await chronicle.until('the next in line', LIMIT_MS, async () => {
      const { waiting } = await targetState();
      return waiting?.deployment === next && waiting.wakeToken !== undefined;
    });
    await clock.settled();
    await clock.move(13 * MINUTE, { every: MINUTE });
    expect(await targetState()).toMatchObject({ claim: { deployment: dead }, waiting: { deployment: next } });
    await clock.move(7 * MINUTE, { every: MINUTE });
    clock.release();

    const record = await stage.ended(next);
    expect(record.ending?.verdict).toBe('verified');
    const taken = record.trail.find(({ step }) => step === 'claimed')?.at ?? 0;
    expect(taken).toBeGreaterThanOrEqual(claim?.leaseUntil ?? Number.POSITIVE_INFINITY);
    // It asks once a minute.
    expect(taken).toBeLessThan((claim?.leaseUntil ?? 0) + 2 * MINUTE * 1000);
    expect(await liveVersion(stage.setting)).toBe(stage.setting.launched);
    // Nobody made up an ending for the one that died: what it did is on record, and no more.
    expect((await stage.show(dead)).ending).toBeUndefined();
    await switchReconcile('ENABLED');
  });

  it('a deployment that slept through the end of its lease rolls nothing any more', async () => {
    const { chronicle, cloud } = stage;
    const { clock } = cloud;
    const live = await liveVersion(stage.setting);
    let newest = 0;
    const started = cloud.lambda.onInvocation(({ functionName, pid }) => {
      if (functionName === FUNCTION) newest = pid;
    });
    // Its first look at the service, when it has taken the target: the program stands still there.
    let asleep = 0;
    const atInspection = cloud.gateway.intercept({
      before({ operation, caller }) {
        if (asleep > 0 || operation !== 'DescribeServices' || !caller.roleArn?.includes('RunDeployment'))
          return;
        asleep = newest;
        process.kill(asleep, 'SIGSTOP');
        throw new AwsError('ServiceUnavailable', 'whoever called does not hear it', { status: 503 });
      },
    });
    clock.hold();
    chronicle.reset();
    const sleeper = await stage.requestDeployment(good);
    await chronicle.until('its sleep', LIMIT_MS, () => asleep > 0);
    const next = await stage.requestDeployment(live);
    await chronicle.until('the next in line', LIMIT_MS, async () => {
      const { waiting } = await targetState();
      return waiting?.deployment === next && waiting.wakeToken !== undefined;
    });
    // Not awaited: the sleeper is work that does not end.
    void clock.move(16 * MINUTE);
    clock.release();
    expect((await stage.ended(next)).ending?.verdict).toBe('verified');
    chronicle.reset();

    process.kill(asleep, 'SIGCONT');
    const { ending } = await stage.ended(sleeper);
    expect(ending?.verdict).toBe('failed');
    expect(ending?.reason).toContain('another deployment took the target over');
    expect(chronicle.made('UpdateService')).toEqual([]);
    expect(await liveVersion(stage.setting)).toBe(live);
    started();
    atInspection();
  });

  it('a deployment that waits for its turn is woken as soon as the target is free', async () => {
    const { chronicle, cloud, setting } = stage;
    cloud.clock.hold();
    chronicle.reset();
    const first = await stage.requestDeployment(good);
    await chronicle.until('the rollout', LIMIT_MS, () => chronicle.made('UpdateService').length > 0);
    const second = await stage.requestDeployment(setting.launched);
    await chronicle.until('the next in line', LIMIT_MS, async () => {
      const { waiting } = await targetState();
      if (waiting?.deployment === second && waiting.wakeToken !== undefined) return true;
      // Time is let pass where nothing happens: the first may be done before the second is in line.
      return callsAreSlow() && (await stage.show(first)).ending !== undefined;
    });
    if (!callsAreSlow()) expect((await stage.show(first)).ending).toBeUndefined();
    cloud.clock.release();
    expect((await stage.ended(second)).ending?.verdict).toBe('verified');
    expect((await stage.show(first)).ending?.verdict).toBe('verified');
    // Where calls are slow its own timer may be faster.
    if (!callsAreSlow())
      expect(chronicle.made('SendDurableExecutionCallbackSuccess', 'RunDeployment')).not.toHaveLength(0);
    expect(await liveVersion(setting)).toBe(setting.launched);
  });

  it('the sweep runs when its time of the night has come', async () => {
    const { clock } = stage.cloud;
    clock.hold();
    // Whatever hour it is here: past the coming night. The half hour is its window.
    await clock.move(secondsUntil(clock.date(), '03:17'));
    await clock.move(WINDOW);
    // It may still be at work when the move is over.
    await vi.waitFor(async () => expect(await sweeps()).not.toEqual([]), atWork);
    const before = (await sweeps()).length;
    await clock.move(secondsUntil(clock.date(), '03:17') - HOUR);
    expect(await sweeps()).toHaveLength(before);
    await clock.move(HOUR);
    await clock.move(WINDOW);
    await vi.waitFor(async () => expect(await sweeps()).toHaveLength(before + 1), atWork);
    expect((await sweeps()).at(-1)).toMatchObject({ dryRun: true, failures: 0 });
    clock.release();
  });

  async function targetState(): Promise<TargetState> {
    const found = (await stage.ledger()).find(({ pk, sk }) => pk.startsWith('target#') && sk === 'state');
    return found?.state as TargetState;
  }

  /** What the sweep has logged of its runs, the oldest first. */
  async function sweeps(): Promise<object[]> {
    const found: object[] = [];
    const pages = paginateFilterLogEvents(
      { client: new CloudWatchLogsClient({}) },
      { logGroupName: '/aws/lambda/slipway-dev-sweep', filterPattern: 'swept' },
    );
    for await (const { events = [] } of pages)
      found.push(...events.map(({ message = '{}' }) => JSON.parse(message) as object));
    return found;
  }
});

async function switchReconcile(State: 'ENABLED' | 'DISABLED'): Promise<void> {
  const scheduler = new SchedulerClient({});
  const schedule = await scheduler.send(new GetScheduleCommand({ Name: 'slipway-dev-reconcile' }));
  const { Name, ScheduleExpression, FlexibleTimeWindow, Target } = schedule;
  await scheduler.send(
    new UpdateScheduleCommand({ Name, ScheduleExpression, FlexibleTimeWindow, Target, State }),
  );
}

async function stopExecution(name: string): Promise<void> {
  const lambda = new LambdaClient({});
  const { DurableExecutions = [] } = await lambda.send(
    new ListDurableExecutionsByFunctionCommand({ FunctionName: FUNCTION, DurableExecutionName: name }),
  );
  const [{ DurableExecutionArn } = {}] = DurableExecutions;
  await lambda.send(new StopDurableExecutionCommand({ DurableExecutionArn }));
}

/** Seconds from then until the next time that a clock in UTC shows this. */
function secondsUntil(from: Date, time: string): number {
  const next = Date.parse(`${from.toISOString().slice(0, 10)}T${time}:00Z`);
  const seconds = (next - from.getTime()) / 1000;
  return seconds > 0 ? seconds : seconds + DAY;
}
