import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveVersion } from '../../local/start/acts.ts';
import { Stage, steps } from './stage.ts';

const LIMIT_MS = 60_000;
const MINUTE = 60;
const RECONCILE_SECONDS = 5 * MINUTE;

describe('where every event is lost', () => {
  let stage: Stage;
  let good: string;
  const lost: string[] = [];

  beforeAll(async () => {
    stage = await Stage.open();
    stage.cloud.faults.add({ kind: 'lose-events' });
    stage.cloud.events.onEvent((event) => {
      lost.push(event['detail-type']);
    });
  });
  afterAll(() => stage?.close());

  it('a good push is verified by timer, requested by the build that made its image', async () => {
    const { chronicle } = stage;
    chronicle.reset();
    good = await stage.push({
      file: 'page.mjs',
      from: '#1668dc',
      to: '#0b7a4b',
      message: 'Paint it green',
    });
    const record = await stage.endOf(good);
    expect(record.ending?.verdict).toBe('verified');
    expect(record.deployment.requestedBy).toBe(`push of ${good.slice(0, 7)}`);
    expect(await liveVersion(stage.setting)).toBe(good);
    expect(chronicle.made('UpdateService')).toHaveLength(1);
  });

  it('a push that crashes is rolled back by timer', async () => {
    const { chronicle } = stage;
    chronicle.reset();
    const bad = await stage.push({
      file: 'server.mjs',
      from: 'const server =',
      to: "throw new Error('no database');\nconst server =",
      message: 'Crash at start',
    });
    const record = await stage.endOf(bad);
    expect(record.ending).toMatchObject({ verdict: 'rolled-back', now: { commit: good } });
    // On a slow machine it is seen going back.
    expect(steps(record).filter((step) => step !== 'roll:going-back')).toEqual([
      'claimed',
      'planned',
      'prepared',
      'roll:started',
      'roll:ended',
      'diagnose',
      'restoring',
      'restore:started',
      'restore:ended',
      'restore:probe',
    ]);
    expect(await liveVersion(stage.setting)).toBe(good);
  });

  it('a build that fails is told, and so are both verdicts: once, by schedule', async () => {
    const { chronicle, cloud, setting } = stage;
    await setting.repository.revert();
    const broken = await stage.push({
      file: 'Dockerfile',
      from: 'EXPOSE 3000',
      to: 'COPY no-such-file .',
      message: 'Copy what is not there',
    });
    await chronicle.until('its announcement', LIMIT_MS, () =>
      told().some((message) => message?.includes('❌')),
    );
    // However often the schedule comes round from now on.
    await cloud.clock.move(3 * RECONCILE_SECONDS, { every: MINUTE });
    expect(told()).toEqual([
      expect.stringContaining(`✅ web prod: ${good.slice(0, 7)}`),
      expect.stringMatching(/^↩️ web prod: .* runs/u),
      expect.stringContaining(`the build of ${broken.slice(0, 7)} ended FAILED`),
    ]);
    expect((await stage.ledger()).filter(({ pk }) => pk === 'untold')).toEqual([]);
  });

  it('and nothing was ever woken', () => {
    expect(new Set(lost)).toEqual(
      new Set([
        'CodeBuild Build State Change',
        'CodeBuild Build Phase Change',
        'ECR Image Action',
        'ECS Deployment State Change',
        'ECS Task State Change',
        'ECS Service Action',
        'Push Accepted',
        'Build Ended',
        'Deployment Started',
        'Deployment Ended',
      ]),
    );
    expect(stage.chronicle.calls.filter(({ role }) => /WakeDeployment|RequestDeployment/.test(role))).toEqual(
      [],
    );
  });

  /** What people were told, each by its first line. */
  const told = () => stage.setting.announcements.map((message) => message.split('\n')[0]);
});
