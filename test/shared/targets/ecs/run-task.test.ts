import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateServiceCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { Clock } from '../../../../local/clock.ts';
import { AwsError } from '../../../../local/gateway/service.ts';
import { createLogs } from '../../../../local/logs/index.ts';
import { createCheckClients } from '../../../../shared/aws/check-clients.ts';
import type { StartedTask } from '../../../../shared/deployment/task.ts';
import { createEcsTarget } from '../../../../shared/targets/ecs/index.ts';
import { behind, localEcs } from '../../../local/ecs/local-ecs.ts';
import { throughGateway } from '../../../local/through-gateway.ts';
import { revisionsInMemory } from '../revisions-in-memory.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '/none' };
const GROUP = '/ecs/web';

/** A service, and a revision with a release whose container writes and ends. */
async function scene({ driver = 'awslogs', denied = false } = {}) {
  const clock = new Clock(20);
  const logs = createLogs({ account, clock });
  const { service: part } = logs;
  const refused = () => {
    throw new AwsError(
      'AccessDeniedException',
      'User: slipway is not authorized to perform: logs:GetLogEvents',
    );
  };
  const served =
    part && denied ? { ...part, operations: { ...part.operations, GetLogEvents: refused } } : part;
  const gateway = await throughGateway({ ...logs, ...(served ? { service: served } : {}) });
  ending.push(() => gateway.close());
  const client = new CloudWatchLogsClient(gateway.config);
  await client.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  const local = await localEcs(
    { release: { says: 'moving\u001b[31m\nno table: users\n', exits: { code: 3, after: 300 } } },
    { clock, logs: logs.logs },
  );
  ending.push(() => local.close());
  const options = {
    'awslogs-group': GROUP,
    'awslogs-region': 'us-east-1',
    'awslogs-stream-prefix': 'app',
  };
  const { taskDefinition } = await local.ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::000000000000:role/execution',
      containerDefinitions: [
        {
          name: 'app',
          image: 'release',
          portMappings: [{ containerPort: 3000 }],
          logConfiguration: {
            logDriver: driver === 'awslogs' ? 'awslogs' : 'splunk',
            ...(driver === 'awslogs' ? { options } : {}),
          },
        },
      ],
    }),
  );
  const good = await local.revision('good');
  await local.ecs.send(
    new CreateServiceCommand({ ...behind(local.targetGroupArn), taskDefinition: good, desiredCount: 0 }),
  );
  const target = createEcsTarget({
    ecs: local.ecs,
    loadBalancing: local.elb,
    logs: client,
    checking: () => createCheckClients({ region: 'us-east-1' }),
    region: 'us-east-1',
    repository: 'release',
    settings: { kind: 'ecs', cluster: 'main', service: 'web' },
    revisions: revisionsInMemory(),
  });
  const revision = taskDefinition?.taskDefinitionArn ?? '';
  const ended = async (task: StartedTask) => {
    await expect.poll(async () => (await target.lookAtTask(task)).phase, { timeout: 10_000 }).toBe('ended');
    return target.lookAtTask(task);
  };
  return { ...local, target, revision, ended };
}

const task = { name: 'migrate', command: ['move'], timeoutSeconds: 60 };
const mark = { deployment: 'web-prod-1', token: 'one' };

it('runs a task where the service runs, once for one token, and tells its end and what it wrote', async () => {
  const { ecs, target, revision, ended } = await scene();
  const started = await target.runTask(revision, task, mark);
  expect(started.container).toBe('app');
  expect(await target.runTask(revision, task, mark)).toEqual(started);
  expect(await ended(started)).toMatchObject({
    phase: 'ended',
    exitCode: 3,
    reason: 'Essential container in task exited',
    log: ['moving', 'no table: users'],
  });
  // Also when the service was changed between two tries of the same start.
  await ecs.send(
    new UpdateServiceCommand({
      cluster: 'main',
      service: 'web',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-b'] } },
    }),
  );
  expect(await target.runTask(revision, task, mark)).toEqual(started);
  const { taskArns } = await ecs.send(
    new ListTasksCommand({ cluster: 'main', startedBy: 'slipway/web-prod-1', desiredStatus: 'STOPPED' }),
  );
  expect(taskArns).toEqual([started.id]);
  // One that is over is no error.
  await target.stopTask(started, 'no more');
});

it.each([
  ['another log driver', { driver: 'splunk' }, 'the log of app goes by splunk, which is not read here'],
  [
    'no right to read it',
    { denied: true },
    'the log of app could not be read: logs:GetLogEvents is not allowed',
  ],
])('says why a log cannot be had: %s', async (_, how, why) => {
  const { target, revision, ended } = await scene(how);
  const state = await ended(await target.runTask(revision, task, mark));
  expect(state).toMatchObject({ exitCode: 3, log: [`(${why})`] });
});

it('refuses a task of a container that the revision has not, or that it cannot choose', async () => {
  const { target, revision } = await scene();
  await expect(target.runTask(revision, { ...task, container: 'other' }, mark)).rejects.toThrow(
    'is of the container other, which the revision has not: it has app',
  );
  const [, elsewhere] = [revision, revision.replace(/:\d+$/, ':2')];
  await expect(target.runTask(elsewhere, task, mark)).rejects.toThrow('none of app gets the image');
});
