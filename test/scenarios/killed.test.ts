import { ECSClient, ListServiceDeploymentsCommand } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../local/faults/fault.ts';
import { liveVersion } from '../../local/start/acts.ts';
import type { DeploymentRecord } from '../../shared/deployment/commands.ts';
import { Stage, steps } from './stage.ts';
import { pagesAreSmall } from './weather.ts';

/**
 * Into how many parts the calls of a deployment are cut: it is killed at the beginning of each.
 * `SLIPWAY_TEST_CUTS=120` kills it at every single call, which takes a quarter of an hour.
 */
const CUTS = Number(process.env.SLIPWAY_TEST_CUTS ?? 6);

/**
 * Calls between two kills, and how many there are at least. Each life has to get further than the one before, and begins by reading what was done: where
 * that comes an item a page, it takes a call for each of some 50 steps.
 */
const OFTEN = pagesAreSmall() ? { every: 79, kills: 1 } : { every: 17, kills: 4 };

const THROTTLED = /throttl|too ?many|throughput|slow ?down/i;

describe('run-deployment, killed on its way', () => {
  let stage: Stage;
  /** Two releases that work, and one that answers 500. */
  let good: [string, string];
  let bad: string;
  let whole: Record<'good' | 'bad', Run>;
  /** The fault's id. */
  let killing: string | undefined;

  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage?.close());

  it('when it has just registered a revision: it registers no second one', async () => {
    crash({ operation: 'RegisterTaskDefinition', when: 'after' });
    const green = await stage.push({
      file: 'page.mjs',
      from: '#1668dc',
      to: '#0b7a4b',
      message: 'Paint it green',
    });
    const { ending } = await stage.endOf(green);
    expect(ending?.verdict).toBe('verified');
    expect(crashes()).toBe(1);
    expect(stage.chronicle.made('RegisterTaskDefinition', 'RunDeployment')).toHaveLength(1);
    good = [stage.setting.launched, green];
  });

  it('when it has just rolled a release that answers 500: it rolls it no second time', async () => {
    crash({ operation: 'UpdateService', when: 'after' });
    stage.chronicle.reset();
    bad = await stage.push({
      file: 'server.mjs',
      from: 'response.writeHead(answer ? 200 : 404,',
      to: 'response.writeHead(500,',
      message: 'Answer 500',
    });
    const { ending } = await stage.endOf(bad);
    expect(ending?.verdict).toBe('rolled-back');
    expect(crashes()).toBe(1);
    expect(stage.chronicle.made('UpdateService')).toHaveLength(1);
  });

  it('or not, as the measure of what follows', async () => {
    whole = { good: await deploy(await otherGood()), bad: await deploy(bad) };
    expect(whole.good).toMatchObject({ verdict: 'verified', updates: 1, rollouts: 1 });
    expect(whole.bad).toMatchObject({ verdict: 'rolled-back', updates: 1, rollouts: 1 });
  });

  const spread = Array.from({ length: CUTS }, (_, part) => part).flatMap((part) => [
    { kind: 'good', part, when: part % 2 === 0 ? 'before' : 'after' } as const,
    { kind: 'bad', part, when: part % 2 === 0 ? 'after' : 'before' } as const,
  ]);
  it.each(spread)(
    `$part/${CUTS} of the way with a $kind release, $when the effect of that call: it comes to the same end`,
    async ({ kind, part, when }) => {
      const call = 1 + Math.floor((part * whole[kind].calls) / CUTS);
      const { calls } = await expectSameEnd(kind, { atCall: call, when });
      // How often it looks depends on when events come: a run may end before its last few calls.
      expect(crashes()).toBe(calls < call ? 0 : 1);
    },
  );

  it.each([{ kind: 'good', when: 'before' } as const, { kind: 'bad', when: 'after' } as const])(
    `at each ${OFTEN.every}th call with a $kind release, $when its effect: it comes to the same end`,
    async ({ kind, when }) => {
      await expectSameEnd(kind, { every: OFTEN.every, when });
      expect(crashes()).toBeGreaterThanOrEqual(OFTEN.kills);
    },
  );

  async function expectSameEnd(kind: 'good' | 'bad', moment: Moment): Promise<Run> {
    const live = await liveVersion(stage.setting);
    const asked = kind === 'good' ? await otherGood() : bad;
    const run = await deploy(asked, moment);
    expect({ ...run, calls: 0 }).toEqual({ ...whole[kind], calls: 0 });
    expect(await liveVersion(stage.setting)).toBe(kind === 'good' ? asked : live);
    await stage.nothingIsUnfinished();
    return run;
  }

  /** The good release that is not live. */
  async function otherGood(): Promise<string> {
    const live = await liveVersion(stage.setting);
    return good[0] === live ? good[1] : good[0];
  }

  /** From now on; only there. */
  function crash(moment?: Moment): void {
    const { faults } = stage.cloud;
    if (killing) faults.remove(killing);
    killing = moment && faults.add({ kind: 'crash-function', function: 'run-deployment', ...moment }).id;
  }

  function crashes(): number {
    return stage.cloud.faults.list().find(({ id }) => id === killing)?.struck ?? 0;
  }

  async function deploy(image: string, moment?: Moment): Promise<Run> {
    const { chronicle } = stage;
    const began = new Date();
    chronicle.reset();
    crash(moment);
    const record = await stage.deploy(image);
    return {
      verdict: record.ending?.verdict,
      // Whether it is seen going back depends on when it is looked at.
      steps: steps(record).filter((step) => step !== 'roll:going-back'),
      updates: chronicle.made('UpdateService').length,
      rollouts: await rolloutsSince(began),
      // Those that were throttled never came to where it is killed.
      calls: chronicle.calls.filter(
        ({ role, error = '' }) => role.includes('RunDeploymentRole') && !THROTTLED.test(error),
      ).length,
    };
  }
});

/** Where it is killed: at a call of AWS, before that has an effect or when it has had it. */
type Moment = Pick<Extract<Fault, { kind: 'crash-function' }>, 'operation' | 'atCall' | 'every' | 'when'>;

/** What is to be the same, however often it is killed; only the number of calls may differ. */
interface Run {
  readonly verdict: NonNullable<DeploymentRecord['ending']>['verdict'] | undefined;
  readonly steps: readonly string[];
  readonly updates: number;
  readonly rollouts: number;
  readonly calls: number;
}

/** How many rollouts ECS has begun since then. */
async function rolloutsSince(after: Date): Promise<number> {
  const { serviceDeployments = [] } = await new ECSClient({}).send(
    new ListServiceDeploymentsCommand({
      cluster: 'slipway-sample',
      service: 'web',
      createdAt: { after, before: new Date() },
    }),
  );
  return serviceDeployments.length;
}
