import { DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBeanstalk } from '../../../local/start/launch-beanstalk.ts';
import { get } from '../../../local/start/load.ts';
import { Stage, steps } from '../stage.ts';
import { imagesByTag, whatRuns } from '../what-runs.ts';
import { applyExample } from './apply-example.ts';
import { instanceDigests } from './what-runs.ts';

const ENVIRONMENT = 'slipway-sample-prod';

describe('a pipeline from ECS to Elastic Beanstalk', () => {
  let stage: Stage;
  let url: string;
  let good: string;

  beforeAll(async () => {
    stage = await Stage.open();
    url = await launchBeanstalk({ DeploymentPolicy: 'AllAtOnce' });
    await applyExample();
    // Elastic Beanstalk makes it with the first environment; nothing is in it yet.
    const Bucket = 'elasticbeanstalk-us-east-1-000000000000';
    await new S3Client({ forcePathStyle: true }).send(new DeleteBucketCommand({ Bucket }));
  });
  afterAll(() => stage?.close());

  /** Deploys the image of a commit to the second stage. */
  const promote = async (commit: string) => stage.ended(await stage.requestDeployment(commit, 'prod'));
  const version = async () => (await get(`${url}/version`)).body;

  it('a push goes to ECS, and its digest goes on to Elastic Beanstalk, where every instance runs it', async () => {
    good = await stage.push({
      file: 'page.mjs',
      from: '#1668dc',
      to: '#0b7a4b',
      message: 'v2: paint it green',
    });
    const onEcs = await stage.endOf(good);
    expect(onEcs.ending).toMatchObject({ verdict: 'verified', url: stage.setting.url });

    const plan = await stage.cli('plan', 'web', '--image', good, '--stage', 'prod');
    expect(plan.out).toContain('CreateApplicationVersion');
    expect((await stage.cli('check', 'web', '--image', good, '--stage', 'prod')).code).toBe(0);

    const record = await promote(good);
    expect(record.ending).toMatchObject({ verdict: 'verified', url });
    // Somebody had deleted its bucket, and only then it is told to make one.
    expect(stage.chronicle.made('CreateStorageLocation', 'RunDeployment')).toHaveLength(1);
    expect(url).toMatch(/^http:\/\/[a-z0-9-]+\.elasticbeanstalk\.localhost:\d+$/);
    // On a slow machine Elastic Beanstalk has looked through the version before it is asked, and the app takes so long to
    // start that the load balancer takes it for ill.
    const byChance = ['prepare:unfinished', 'roll:unwell'];
    expect(steps(record).filter((step) => !byChance.includes(step))).toEqual([
      'claimed',
      'planned',
      'prepared',
      'roll:started',
      'roll:ended',
      'roll:probe',
      'verified',
    ]);
    expect(await version()).toBe(good);
    const built = (await imagesByTag()).get(good);
    expect(record.deployment.release.digest).toBe(built);
    expect((await whatRuns()).digest).toBe(built);
    expect(await instanceDigests(ENVIRONMENT)).toEqual([built, built]);
  });

  it('a version that crashes at its start is rolled back, and the reason is told', async () => {
    const bad = await stage.push({
      file: 'server.mjs',
      from: 'const server =',
      to: "throw new Error('no database');\nconst server =",
      message: 'v3: crash at start',
    });
    expect((await stage.endOf(bad)).ending?.verdict).toBe('rolled-back');
    const record = await promote(bad);
    expect(record.ending).toMatchObject({ verdict: 'rolled-back', now: { commit: good } });
    expect(record.ending?.reason).toContain('no database');
    expect(stage.chronicle.made('CreateStorageLocation', 'RunDeployment')).toHaveLength(1);
    await goodRuns();
    await stage.setting.repository.revert();
  });

  it('a version that answers 500 is rolled back', async () => {
    const bad = await stage.push({
      file: 'server.mjs',
      from: 'response.writeHead(answer ? 200 : 404,',
      to: 'response.writeHead(500,',
      message: 'v4: answer 500',
    });
    expect((await stage.endOf(bad)).ending?.verdict).toBe('rolled-back');
    const record = await promote(bad);
    expect(record.ending).toMatchObject({ verdict: 'rolled-back', now: { commit: good } });
    await goodRuns();
  });

  async function goodRuns(): Promise<void> {
    expect(await version()).toBe(good);
    const built = (await imagesByTag()).get(good);
    expect(await instanceDigests(ENVIRONMENT)).toEqual([built, built]);
  }
});
