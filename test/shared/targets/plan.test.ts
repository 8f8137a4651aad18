import { CreateServiceCommand, DescribeServicesCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCheckClients } from '../../../shared/aws/check-clients.ts';
import { describeTaskDefinition, registerTaskDefinition } from '../../../shared/aws/raw-json.ts';
import type { JsonObject } from '../../../shared/deployment/json.ts';
import type { EcsTarget, TaskSettings } from '../../../shared/deployment/model.ts';
import { createEcsTarget } from '../../../shared/targets/ecs/index.ts';
import { behind, localEcs } from '../../local/ecs/local-ecs.ts';
import { revisionsInMemory } from './revisions-in-memory.ts';

const definition = {
  family: 'web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  executionRoleArn: 'arn:aws:iam::000000000000:role/execution',
  cpu: '256',
  memory: '512',
  containerDefinitions: [
    {
      name: 'app',
      image: 'team/web@sha256:old',
      portMappings: [{ containerPort: 3000 }],
      environment: [
        { name: 'LOG_LEVEL', value: 'info' },
        { name: 'DB_PASSWORD', value: 'old password' },
        { name: 'GONE', value: 'soon' },
      ],
      secrets: [{ name: 'API_KEY', valueFrom: '/web/api-key' }],
    },
    { name: 'side', image: 'other/side:1', essential: false, environment: [{ name: 'A', value: 'b' }] },
  ],
  tags: [
    { key: 'team', value: 'web' },
    { key: 'old', value: 'yes' },
  ],
};

const release = {
  repository: 'team/web',
  image: 'team/web@sha256:new',
  digest: 'sha256:new',
  commit: 'c'.repeat(40),
};

const SETTINGS: TaskSettings = {
  cpu: '512',
  memory: '1024',
  tags: { team: 'shop', old: null },
  containers: {
    app: {
      environment: { LOG_LEVEL: 'debug', GONE: null, DB_PASSWORD: 'new password', REGION: 'eu' },
      secrets: { API_KEY: '/shop/api-key' },
      command: ['serve'],
      memoryReservation: 128,
    },
  },
};

describe('what a release changes on an ECS service', () => {
  let cloud: Awaited<ReturnType<typeof localEcs>>;
  let live: string;
  beforeAll(async () => {
    cloud = await localEcs();
    live = await registerTaskDefinition(cloud.ecs, definition);
    await cloud.ecs.send(
      new CreateServiceCommand({ ...behind(cloud.targetGroupArn), taskDefinition: live, desiredCount: 0 }),
    );
  });
  afterAll(() => cloud?.close());

  const targetWith = (task: TaskSettings | undefined, more: Partial<EcsTarget> = {}) =>
    createEcsTarget({
      ...{ ecs: cloud.ecs, loadBalancing: cloud.elb, region: 'us-east-1', repository: 'team/web' },
      checking: () => createCheckClients({ region: 'us-east-1' }),
      revisions: revisionsInMemory(),
      settings: { kind: 'ecs', cluster: 'main', service: 'web', ...(task ? { task } : {}), ...more },
    });

  it('is told field by field, by names, with what is secret masked', async () => {
    const plan = await targetWith(SETTINGS).plan(release);
    expect(plan).toMatchObject({
      live,
      revision: 'new',
      base: live,
      image: { containers: ['app'], before: 'team/web@sha256:old', after: release.image },
    });
    expect(plan.changes.toSorted(byPath)).toEqual(
      [
        { path: 'cpu', before: '256', after: '512' },
        { path: 'memory', before: '512', after: '1024' },
        { path: 'tags.team', before: 'web', after: 'shop' },
        { path: 'containerDefinitions.app.image', before: 'team/web@sha256:old', after: release.image },
        { path: 'containerDefinitions.app.environment.LOG_LEVEL', before: 'info', after: 'debug' },
        {
          path: 'containerDefinitions.app.environment.DB_PASSWORD',
          before: '••••',
          after: '•••• (changed)',
          secret: true,
        },
        { path: 'containerDefinitions.app.environment.REGION', after: 'eu' },
        { path: 'containerDefinitions.app.secrets.API_KEY', before: '/web/api-key', after: '/shop/api-key' },
        { path: 'containerDefinitions.app.memoryReservation', after: 128 },
        { path: 'containerDefinitions.app.command', after: ['serve'] },
        { path: 'containerDefinitions.app.environment.GONE', before: 'soon' },
        { path: 'tags.old', before: 'yes' },
      ].sort(byPath),
    );
    expect(JSON.stringify(plan)).not.toContain('password"');
    expect(plan.runs.map(({ kind }) => kind)).toEqual(['register', 'update']);
  });

  it('is registered as planned, once, and then no change any more', async () => {
    const target = targetWith(SETTINGS);
    const revision = await target.prepare(release, 'd-1');
    const { taskDefinition } = await describeTaskDefinition(cloud.ecs, revision);
    const before = (await describeTaskDefinition(cloud.ecs, live)).taskDefinition;
    const [app, side] = containersOf(taskDefinition);
    expect(side).toEqual(containersOf(before)[1]);
    expect(app).toMatchObject({ image: release.image, command: ['serve'], memoryReservation: 128 });
    await update(revision);
    expect(await targetWith(SETTINGS).plan(release)).toMatchObject({ live: revision, revision, changes: [] });
    expect(await target.prepare(release, 'd-2')).toBe(revision);
    // What was set once stays: to leave it out of slipway.yml is no change either.
    expect((await targetWith(undefined).plan(release)).changes).toEqual([]);
    await update(live);
  });

  it('is taken from a template, where what ECS fills in by itself is no change', async () => {
    const { tags, ...bare } = definition;
    const template = { file: 'task.json', definition: { ...bare, pidMode: 'task' } };
    const task = { template, containers: { app: { environment: { LOG_LEVEL: 'warn' } } } };
    const plan = await targetWith(task).plan(release);
    expect(plan.base).toBe('task.json');
    expect(plan.changes.map(({ path }) => path).sort()).toEqual(
      [
        'pidMode',
        'containerDefinitions.app.image',
        'containerDefinitions.app.environment.LOG_LEVEL',
        'tags.team',
        'tags.old',
      ].sort(),
    );
    const revision = await targetWith(task).prepare(release, 'd-3');
    await update(revision);
    expect(await targetWith(task).plan(release)).toMatchObject({ revision, changes: [] });
    await update(live);
  });

  it.each([
    [
      { task: { containers: { wep: {} } } },
      'web has no container wep, which the stage has settings for under "task.containers": it has app, side',
    ],
    [
      { containers: ['app', 'wep'] },
      'web has no container wep, which is to get the image: it has app (team/web@sha256:',
    ],
    [{ containers: ['wep'] }, 'web has no container wep, which is to get the image'],
  ] as const)('is refused for containers that are not there: %j', async (more, reason) => {
    const target = targetWith(undefined, more);
    await expect(target.plan(release)).rejects.toMatchObject({
      name: 'Rejected',
      message: expect.stringContaining(reason),
    });
    await expect(target.prepare(release, 'd-4')).rejects.toThrow(reason);
  });

  it('never touches the desired count', async () => {
    const sent: object[] = [];
    cloud.ecs.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'UpdateServiceCommand') sent.push(args.input);
          return next(args);
        },
      { step: 'initialize', name: 'noteUpdates' },
    );
    await cloud.ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', desiredCount: 3 }));
    const target = targetWith(SETTINGS);
    const revision = await target.prepare(release, 'd-5');
    const found = await target.inspect();
    await target.start(revision, found.kind === 'ready' ? found.since : undefined);
    cloud.ecs.middlewareStack.remove('noteUpdates');
    const [byHand, ...ours] = sent;
    expect(byHand).toHaveProperty('desiredCount', 3);
    expect(ours).toHaveLength(1);
    expect(ours[0]).not.toHaveProperty('desiredCount');
    const { services } = await cloud.ecs.send(
      new DescribeServicesCommand({ cluster: 'main', services: ['web'] }),
    );
    expect(services?.[0]).toMatchObject({ desiredCount: 3, taskDefinition: revision });
  });

  async function update(taskDefinition: string): Promise<void> {
    await cloud.ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition }));
  }
});

function containersOf(taskDefinition: unknown): JsonObject[] {
  return (taskDefinition as { containerDefinitions: JsonObject[] }).containerDefinitions;
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : 1;
}
