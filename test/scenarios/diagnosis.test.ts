import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
} from '@aws-sdk/client-ecs';
import { GetRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DeploymentRecord } from '../../shared/deployment/commands.ts';
import { Stage, steps } from './stage.ts';
import { callsAreSlow, patience } from './weather.ts';

const LIMIT_MS = 60_000;
/** Of AWS's time: by then a rollout whose beginning was heard of is looked at again. */
const LOOKS_WITHIN_SECONDS = 31;

describe('why a release failed', () => {
  let stage: Stage;
  /** Faults of one test: those of the weather stay. */
  const added: string[] = [];
  /** What the app's server begins with in the last commit. */
  let listens = 'server.listen(3000,';
  let pushes = 0;

  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterEach(() => {
    for (const id of added.splice(0)) stage.cloud.faults.remove(id);
  });
  afterAll(() => stage?.close());

  it('is in what the program wrote last, with what looks like a secret masked, also in the chat', async () => {
    const { chronicle, cloud } = stage;
    const asked = () => chronicle.made('GetLogEvents', 'RunDeployment').length;
    // From when it begins: before that, where events are lost, only time goes on.
    const noLonger = cloud.gateway.onCall(({ operation }) => {
      if (operation === 'UpdateService') cloud.clock.hold();
    });
    const commit = await pushServer(
      "console.error('cannot reach postgres://web:hunter2@db/web');\nthrow new Error('no database');\nserver.listen(3000,",
    );
    await chronicle.until('the rollout', LIMIT_MS, () => cloud.clock.isHeld);
    noLonger();
    // ECS takes its time before it tries another task: now the third one cannot fail, which is one too many.
    await vi.waitFor(async () => expect([1, 2]).toContain(await failedTasks()), {
      timeout: patience(LIMIT_MS),
    });
    for (let tries = 0; asked() === 0 && tries < 5; tries++) {
      await cloud.clock.move(LOOKS_WITHIN_SECONDS);
      // In bad weather a look takes long.
      while (cloud.clock.running.length > 0) await cloud.clock.settled();
    }
    cloud.clock.release();
    const record = await stage.endOf(commit);
    expect(record.ending?.verdict).toBe('rolled-back');
    const reason = record.ending?.reason ?? '';
    expect(reason).toMatch(/\d tasks? stopped: Essential container in task exited; web exit code 1/);
    expect(reason).toMatch(/web wrote last: .*Error: no database/);
    // The message has the last lines, the trail has what came before them.
    const causes = detail(record, 'diagnose');
    expect(causes).toContain('cannot reach postgres://web:••••@db/web');
    expect(JSON.stringify(record)).not.toContain('hunter2');
    await vi.waitFor(() => expect(stage.setting.announcements.at(-1) ?? '').toContain('Error: no database'), {
      timeout: patience(LIMIT_MS),
    });
    expect(reason).not.toContain('    at ');
    expect(reason).not.toContain('deployment failed: tasks failed to start');
    // It was asked when the first task had failed, and a few times at most: not at each look. Where calls are slow the
    // first look may come when all is over.
    expect(asked()).toBeGreaterThanOrEqual(callsAreSlow() ? 1 : 2);
    expect(asked()).toBeLessThanOrEqual(3);
  });

  it('is in what the load balancer finds, while it can be found', async () => {
    const record = await endOfServer(
      "server.on('request', () => undefined).removeAllListeners('request').on('request', (_, response) => response.writeHead(500).end('broken'));\nserver.listen(3000,",
    );
    expect(record.ending?.verdict).toBe('rolled-back');
    expect(record.ending?.reason).toContain('Health checks failed with these codes: [500]');
    expect(detail(record, 'diagnose')).toContain('version ');
  });

  it('is said where there is no room for tasks, with what to do', async () => {
    added.push(stage.cloud.faults.add({ kind: 'no-capacity', service: 'web' }).id);
    const record = await endOfServer('server.listen(3000,');
    expect(record.ending?.reason).toMatch(
      /ECS says: .*was unable to place a task.* Capacity is unavailable at this time.* — Fargate has no room in these zones now/,
    );
  });

  it('is said where ECS cannot take on the role of tasks, of which it starts none then', async () => {
    let broken: ReturnType<typeof trustNobody> | undefined;
    // Once all has been looked at: before that it is refused.
    const noLonger = stage.cloud.gateway.intercept({
      async before({ operation }) {
        if (operation !== 'UpdateService') return;
        broken ??= trustNobody('web');
        await broken;
      },
    });
    try {
      const record = await endOfServer('server.listen(3000,');
      expect(record.ending?.verdict).toBe('rolled-back');
      expect(record.ending?.reason).toMatch(
        /ECS says: .*failed to launch a task with \(error ECS was unable to assume the role .* — let ecs-tasks.amazonaws.com assume that role/,
      );
    } finally {
      noLonger();
      const restore = await broken;
      await restore?.();
    }
  });

  async function endOfServer(to: string): Promise<DeploymentRecord> {
    return stage.endOf(await pushServer(to));
  }

  /** Replaces how the server begins and pushes that. The commit. */
  async function pushServer(to: string): Promise<string> {
    stage.chronicle.reset();
    const message = 'Change how it begins';
    // The marker makes each commit another one.
    const marked = to.replace('server.listen', `/* ${++pushes} */ server.listen`);
    const commit = await stage.push({ file: 'server.mjs', from: listens, to: marked, message });
    listens = marked;
    return commit;
  }
});

/** Lets nobody assume the execution role of a service's tasks. Returns what lets who could before. */
async function trustNobody(service: string): Promise<() => Promise<unknown>> {
  const [ecs, iam] = [new ECSClient({}), new IAMClient({})];
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster: 'slipway-sample', services: [service] }),
  );
  const taskDefinition = services?.[0]?.taskDefinition;
  const { taskDefinition: found } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  const RoleName = found?.executionRoleArn?.split('/').at(-1);
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const trust = (policy: string) =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: policy }));
  const statement = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' };
  await trust(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
  return () => trust(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''));
}

/** How many tasks of its newest deployment ECS has seen fail. */
async function failedTasks(): Promise<number | undefined> {
  const ecs = new ECSClient({});
  const of = { cluster: 'slipway-sample', service: 'web' };
  const { serviceDeployments = [] } = await ecs.send(new ListServiceDeploymentsCommand(of));
  const serviceDeploymentArns = serviceDeployments.flatMap(({ status, serviceDeploymentArn = '' }) =>
    status === 'IN_PROGRESS' ? [serviceDeploymentArn] : [],
  );
  const found = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }));
  return found.serviceDeployments?.[0]?.deploymentCircuitBreaker?.failureCount;
}

function detail(record: DeploymentRecord, wanted: string): string {
  expect(steps(record)).toContain(wanted);
  return record.trail.find(({ step }) => step === wanted)?.detail ?? '';
}
