import { ACMClient, ImportCertificateCommand } from '@aws-sdk/client-acm';
import {
  type DeploymentLifecycleHookStage,
  DescribeServiceDeploymentsCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
} from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../local/acm/make-certificate.ts';
import { digestsOf } from './digests.ts';
import { Scene } from './scene.ts';
import { BREAKER, CLUSTER, type ServiceSettings } from './services.ts';

/** What the load balancer asks for is well in all releases, this is not. */
const HEALTH = 'path: /version, consecutive: 2, interval: 100ms, timeout: 2s, limit: 10s';

describe('lifecycle hooks', () => {
  let scene: Scene;
  /** The digest of a release that the load balancer is content with, and users would not be. */
  let mute: string;

  beforeAll(async () => {
    scene = await Scene.open(async ({ ProbeHookArn, ProbeHookRoleArn }) => {
      const hooked = (
        stage: DeploymentLifecycleHookStage,
        more: Partial<ServiceSettings> = {},
        { hookTargetArn, roleArn } = { hookTargetArn: ProbeHookArn, roleArn: ProbeHookRoleArn },
      ): ServiceSettings => ({
        balancer: 'two-groups',
        health: HEALTH,
        deploymentConfiguration: {
          ...BREAKER,
          strategy: 'BLUE_GREEN',
          bakeTimeInMinutes: 0,
          lifecycleHooks: [{ hookTargetArn, roleArn, lifecycleStages: [stage] }],
        },
        ...more,
      });
      // Any function that does not answer as a hook does.
      const theirs = {
        hookTargetArn: ProbeHookArn?.replace(/probe-hook$/, 'announce'),
        roleArn: await roleFor('lambda:InvokeFunction'),
      };
      return {
        content: hooked('POST_TEST_TRAFFIC_SHIFT'),
        bad: hooked('POST_TEST_TRAFFIC_SHIFT'),
        'by-hand': hooked('POST_TEST_TRAFFIC_SHIFT'),
        untrusted: hooked('POST_TEST_TRAFFIC_SHIFT', { testersCertificate: await selfSigned() }),
        early: hooked('POST_SCALE_UP'),
        theirs: hooked('POST_SCALE_UP', {}, theirs),
      };
    });
    mute = await scene.build({
      file: 'server.mjs',
      from: "'/version'",
      to: "'/release'",
      message: 'Rename the version',
    });
  });
  afterAll(() => scene?.close());

  it("blue/green: Slipway's probe, as a lifecycle hook, is content with it", async () => {
    const record = await scene.deploy('content');
    await scene.expectAsTold(record, 'content');
    const hook = record.trail.find(({ step }) => step.startsWith('hook-post-test-traffic-shift-'));
    expect(hook?.detail).toMatch(/answered 200 2 times in a row.*It goes on\./);
    // Before any user had it.
    const order = record.trail.map(({ step }) => step);
    expect(order.indexOf(hook?.step ?? '')).toBeLessThan(order.indexOf('roll:ended'));
  });

  it("blue/green: Slipway's probe, as a lifecycle hook, finds it bad before users see it", async () => {
    await scene.expectAsTold(await scene.deploy('bad', mute), 'bad');
    expect((await newest('bad')).targetServiceRevision?.requestedProductionTrafficWeight).toBe(0);
  });

  it('a rollout that somebody else began is judged by the stage in slipway.yml', async () => {
    const bad = await newest('bad');
    const taskDefinition = await scene.taskDefinitionOf(bad.targetServiceRevision?.arn ?? '');
    await scene.update('by-hand', { taskDefinition });
    await expect
      .poll(async () => (await newest('by-hand')).status, { timeout: 60_000, interval: 200 })
      .toBe('ROLLBACK_SUCCESSFUL');
    expect(await digestsOf('by-hand')).toEqual([scene.before]);
  });

  it("blue/green: the testers' listener has a certificate that nobody trusts", async () => {
    await scene.expectAsTold(await scene.deploy('untrusted'), 'untrusted');
  });

  it('blue/green: the hook is set to a stage at which nothing answers yet', async () => {
    await scene.expectAsTold(await scene.deploy('early'), 'early');
  });

  it('blue/green: a lifecycle hook of somebody else fails', async () => {
    await scene.expectAsTold(await scene.deploy('theirs'), 'theirs');
  });
});

/** The newest service deployment. */
async function newest(service: string) {
  const ecs = new ECSClient({});
  const { serviceDeployments = [] } = await ecs.send(
    new ListServiceDeploymentsCommand({ cluster: CLUSTER, service }),
  );
  const [brief] = serviceDeployments.toSorted((a, b) => Number(b.createdAt) - Number(a.createdAt));
  const found = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [brief?.serviceDeploymentArn ?? ''] }),
  );
  return found.serviceDeployments?.[0] ?? {};
}

/** The ARN of a role that lets ECS do this. */
async function roleFor(Action: string): Promise<string> {
  const iam = new IAMClient({});
  const RoleName = 'their-hooks';
  const policy = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: policy({
        Effect: 'Allow',
        Principal: { Service: 'ecs.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: 'hooks',
      PolicyDocument: policy({ Effect: 'Allow', Action, Resource: '*' }),
    }),
  );
  return Role?.Arn ?? '';
}

async function selfSigned(): Promise<string> {
  const { certificate, key } = makeCertificate('app.example.com');
  const { CertificateArn = '' } = await new ACMClient({}).send(
    new ImportCertificateCommand({ Certificate: Buffer.from(certificate), PrivateKey: Buffer.from(key) }),
  );
  return CertificateArn;
}
