import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  waitUntilServicesStable,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveVersion } from '../../local/start/acts.ts';
import { ask } from '../../local/start/pipeline.ts';
import type { Answer, DeploymentRecord } from '../../shared/deployment/commands.ts';
import { Stage } from './stage.ts';

const CLUSTER = 'slipway-sample';
const LIMIT_MS = 60_000;

describe('a stage of two services that share a family', () => {
  let stage: Stage;
  let good: string;

  beforeAll(async () => {
    stage = await Stage.open();
    await launchWorker();
    await apply(stage, 'services: [web, worker]');
  });
  afterAll(() => stage?.close());

  it('rolls both, each to its own verdict, on one revision', async () => {
    stage.chronicle.reset();
    good = await stage.push(paint('#1668dc', '#0b7a4b'));
    const [web, worker] = await bothEnded(stage, good);
    expect([web, worker].map(({ ending }) => ending?.verdict)).toEqual(['verified', 'verified']);
    expect(web.deployment.id).not.toBe(worker.deployment.id);
    expect(worker.deployment.id).toMatch(/^web-prod-worker-/);
    expect(stage.chronicle.made('RegisterTaskDefinition', 'RunDeployment')).toHaveLength(1);
    expect(stage.chronicle.made('UpdateService', 'RunDeployment')).toHaveLength(2);
    expect(await revisionsInUse()).toHaveLength(1);
    expect(await liveVersion(stage.setting)).toBe(good);
  });

  it('tells of each, or of the one that is named', async () => {
    const all = JSON.parse((await stage.cli('status', '--json')).out);
    expect(all.targets).toMatchObject([
      { service: 'web', live: { commit: good } },
      { service: 'worker', live: { commit: good } },
    ]);
    const one = await stage.cli('status', 'web', '--service', 'worker');
    expect(one.out.split('\n')[1]).toMatch(new RegExp(`^web +prod +worker +${good.slice(0, 7)} `));
    expect((await stage.cli('status', '--service', 'cron')).out).toContain('There are: web, worker.');
  });

  it('rolls back the one that is named, and then the others that have what to go back to', async () => {
    const one = await stage.cli('rollback', 'web', '--service', 'worker', '--json');
    expect(one.code).toBe(0);
    expect(JSON.parse(one.out)).toMatchObject({
      kind: 'followed',
      verdict: 'verified',
      records: [{ deployment: { stage: { target: { service: 'worker' } } } }],
    });
    expect(await liveVersion(stage.setting)).toBe(good);

    const all = await stage.cli('rollback', 'web');
    // The worker is where it was before Slipway came: that is said, and the other one goes.
    expect(all.code).toBe(1);
    expect(all.out).toMatch(/Requested: web-prod-web-\S+, rollback to \S+ on web prod web/);
    expect(all.out).toContain('Not requested: web worker on prod has only one good release');
    expect(all.out).toContain('web: verified after');
    expect(await liveVersion(stage.setting)).toBe(stage.setting.launched);
  });

  it('deploys to both by one command, and follows both', async () => {
    const { code, out } = await stage.cli('deploy', 'web', good);
    expect(code).toBe(0);
    expect(out).toContain('web: verified after');
    expect(out).toContain('worker: verified after');
  });

  it('in order: the second goes on only when the first is verified', async () => {
    await apply(stage, 'services: [web, worker], order: in-order');
    stage.chronicle.reset();
    const next = await stage.push(paint('#0b7a4b', '#8a2be2'));
    const [web, worker] = await bothEnded(stage, next);
    expect([web, worker].map(({ ending }) => ending?.verdict)).toEqual(['verified', 'verified']);
    expect(worker.deployment.after).toBe(web.deployment.id);
    const started = worker.trail.find(({ step }) => step === 'roll:started');
    expect(started?.at).toBeGreaterThanOrEqual(web.ending?.endedAt ?? Number.POSITIVE_INFINITY);
    expect(stage.chronicle.made('RegisterTaskDefinition', 'RunDeployment')).toHaveLength(1);
  });

  it('in order: where the first is rolled back, the second is rejected and not touched', async () => {
    const before = await revisionsInUse();
    stage.chronicle.reset();
    const bad = await stage.push({
      file: 'server.mjs',
      from: 'const server =',
      to: "throw new Error('no database');\nconst server =",
      message: 'Crash at start',
    });
    const [web, worker] = await bothEnded(stage, bad);
    expect(web.ending?.verdict).toBe('rolled-back');
    expect(worker.ending?.verdict).toBe('rejected');
    expect(worker.ending?.reason).toContain(
      `${web.deployment.id}, which comes before it in this stage, ended rolled-back`,
    );
    const updated = stage.chronicle.made('UpdateService', 'RunDeployment').map(({ input }) => input);
    expect(updated).not.toContainEqual(expect.objectContaining({ service: 'worker' }));
    expect(await revisionsInUse()).toEqual(before);
  });
});

const paint = (from: string, to: string) => ({ file: 'page.mjs', from, to, message: `Paint it ${to}` });

/** Applies the sample's configuration with other services. */
async function apply(stage: Stage, services: string): Promise<void> {
  const file = join(import.meta.dirname, '../../examples/web/slipway.yml');
  const config = (await readFile(file, 'utf8')).replace('service: web', services);
  const answer = await ask<Answer>({ command: 'apply', config });
  expect(answer).toMatchObject({ kind: 'applied', stored: true });
  stage.chronicle.reset();
}

/** A second service beside the sample's: the same task definition, without a load balancer. */
async function launchWorker(): Promise<void> {
  const ecs = new ECSClient({});
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: ['web'] }));
  const [web] = services ?? [];
  await ecs.send(
    new CreateServiceCommand({
      cluster: CLUSTER,
      serviceName: 'worker',
      launchType: 'FARGATE',
      desiredCount: 1,
      taskDefinition: web?.taskDefinition,
      networkConfiguration: web?.networkConfiguration,
      deploymentConfiguration: web?.deploymentConfiguration,
    }),
  );
  await waitUntilServicesStable(
    { client: ecs, maxWaitTime: LIMIT_MS / 1000, minDelay: 1, maxDelay: 1 },
    { cluster: CLUSTER, services: ['worker'] },
  );
}

/** The records of both deployments of a commit: of web, then of worker. */
async function bothEnded(stage: Stage, commit: string): Promise<[DeploymentRecord, DeploymentRecord]> {
  const ended = async (service: string) => {
    const event = await stage.chronicle.event(
      `the end of ${commit.slice(0, 7)} on ${service}`,
      'Deployment Ended',
      (detail) => (detail.release as { commit?: string }).commit === commit && detail.service === service,
      LIMIT_MS,
    );
    return stage.ended(String(event.detail.deployment));
  };
  return [await ended('web'), await ended('worker')];
}

/** The task definitions that the two services have. */
async function revisionsInUse(): Promise<string[]> {
  const { services = [] } = await new ECSClient({}).send(
    new DescribeServicesCommand({ cluster: CLUSTER, services: ['web', 'worker'] }),
  );
  return [...new Set(services.map(({ taskDefinition }) => taskDefinition ?? ''))];
}
