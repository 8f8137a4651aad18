import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveVersion } from '../../local/start/acts.ts';
import { Stage, steps } from './stage.ts';

describe("where every event of AWS's services is lost", () => {
  let stage: Stage;
  let good: string;
  const lost: string[] = [];

  beforeAll(async () => {
    stage = await Stage.open();
    for (const source of ['aws.ecs', 'aws.codebuild', 'aws.ecr'])
      stage.cloud.faults.add({ kind: 'lose-events', source });
    stage.cloud.events.onEvent((event) => {
      if (event.source.startsWith('aws.')) lost.push(event['detail-type']);
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

  it('and nothing was ever woken', () => {
    expect(new Set(lost)).toEqual(
      new Set([
        'CodeBuild Build State Change',
        'CodeBuild Build Phase Change',
        'ECR Image Action',
        'ECS Deployment State Change',
        'ECS Task State Change',
        'ECS Service Action',
      ]),
    );
    expect(stage.chronicle.calls.filter(({ role }) => /WakeDeployment|RequestDeployment/.test(role))).toEqual(
      [],
    );
  });
});
