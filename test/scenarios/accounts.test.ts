import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Envelope } from '../../events/index.ts';
import { liveVersion } from '../../local/start/acts.ts';
import { deployStack } from '../../local/start/deploy-pipeline.ts';
import { ask } from '../../local/start/pipeline.ts';
import type { Answer } from '../../shared/deployment/commands.ts';
import { Stage } from './stage.ts';

const ROLE = 'arn:aws:iam::000000000000:role/slipway-deployer';
const EXTERNAL_ID = 'only-we-two-know';
const LIMIT_MS = 60_000;
const HOME = { HomeAccount: '000000000000', HomeStageName: 'dev' };

describe('a target that is rolled under a role', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open();
    await deployRole('slipway-sample');
  });
  afterAll(() => stage?.close());

  it('with another external id is rejected before anything is touched', async () => {
    await apply(`role: "${ROLE}", externalId: guessed`);
    const { ending } = await stage.deploy(stage.setting.launched);
    expect(ending?.verdict).toBe('rejected');
    expect(ending?.reason).toContain(
      `Nothing was changed: the role ${ROLE} cannot be taken: it is not there, or its trust does not allow Slipway to take it with the external id of slipway.yml`,
    );
    expect(touched(stage)).toEqual([]);
    const plan = await stage.cli('plan', 'web');
    expect(`${plan.out}${plan.err}`).toContain(`the role ${ROLE} cannot be taken`);
  });

  it('is rolled by what that role may do, and by nothing of its own', async () => {
    await apply(`role: "${ROLE}", externalId: ${EXTERNAL_ID}`);
    stage.chronicle.reset();
    expect((await stage.cli('plan', 'web')).err).toBe('');
    expect((await stage.cli('check', 'web')).out).not.toContain('could not be checked');
    const pushed = await stage.push(paint('#1668dc', '#0b7a4b'));
    expect((await stage.endOf(pushed)).ending?.verdict).toBe('verified');
    expect(await liveVersion(stage.setting)).toBe(pushed);
    const { chronicle } = stage;
    for (const operation of ['DescribeSubnets', 'DescribeSecurityGroups'])
      expect(chronicle.made(operation, 'slipway-deployer'), operation).toHaveLength(1);
    for (const operation of ['DescribeServices', 'RegisterTaskDefinition', 'UpdateService']) {
      expect(chronicle.made(operation, 'slipway-deployer').length, operation).toBeGreaterThan(0);
      expect(chronicle.made(operation, 'RunDeployment'), operation).toEqual([]);
    }
    const sessions = chronicle.made('AssumeRole', 'Deployment').map(({ input }) => input);
    expect(sessions).toContainEqual(
      expect.objectContaining({ RoleSessionName: 'slipway-slipway-sample-web', ExternalId: EXTERNAL_ID }),
    );
  });

  it('that may not touch this cluster is rejected, and says what it may not', async () => {
    await deployRole('another-cluster');
    stage.chronicle.reset();
    const { ending } = await stage.deploy(stage.setting.launched);
    expect(ending?.verdict).toBe('rejected');
    expect(ending?.reason).toContain('ecs:DescribeServices');
    expect(touched(stage)).toEqual([]);
  });

  it('in another region is woken by the events that are forwarded from there', async () => {
    await deployRole('slipway-sample');
    await apply(`region: eu-west-1, role: "${ROLE}", externalId: ${EXTERNAL_ID}`);
    const id = await stage.requestDeployment(stage.setting.launched);
    // Nobody else knows of this region here: what wakes the deployment is this event, or its timer.
    let woken = await wake();
    await stage.chronicle.until('somebody to wake', LIMIT_MS, async () => {
      woken ||= await wake();
      return woken;
    });
    const { deployment, ending } = await stage.ended(id);
    expect(deployment.target).toBe('ecs:eu-west-1:slipway-sample/web');
    expect(ending?.verdict).toBe('verified');
    const sweep = await stage.cli('sweep', '--remove');
    expect(sweep.code).toBe(1);
    expect(sweep.err).toContain('while a target is anywhere else than in region us-east-1');
  });

  it('has the managed policies that whoever creates it names for Elastic Beanstalk, and else none', async () => {
    const attached = async () => {
      const { AttachedPolicies = [] } = await new IAMClient({}).send(
        new ListAttachedRolePoliciesCommand({ RoleName: 'slipway-deployer' }),
      );
      return AttachedPolicies.map(({ PolicyArn }) => PolicyArn);
    };
    expect(await attached()).toEqual([]);
    const policy = 'arn:aws:iam::aws:policy/AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy';
    await deployRole('slipway-sample', { BeanstalkPolicies: policy });
    expect(await attached()).toEqual([policy]);
    await deployRole('slipway-sample', { BeanstalkPolicies: '' });
    expect(await attached()).toEqual([]);
  });
});

/** Creates the role as README.md says, or changes what it may do. */
function deployRole(cluster: string, more: Readonly<Record<string, string>> = {}): Promise<unknown> {
  return readFile(join(import.meta.dirname, '../../stacks/deployer-role.yml'), 'utf8').then((TemplateBody) =>
    deployStack(
      new CloudFormationClient({}),
      'slipway-deployer',
      { TemplateBody },
      { ...HOME, ExternalId: EXTERNAL_ID, Cluster: cluster, ...more },
    ),
  );
}

/** Applies the sample's configuration with more keys in its target. */
async function apply(keys: string): Promise<void> {
  const file = join(import.meta.dirname, '../../examples/web/slipway.yml');
  const config = (await readFile(file, 'utf8')).replace('service: web', `service: web, ${keys}`);
  expect(await ask<Answer>({ command: 'apply', config })).toMatchObject({ kind: 'applied', stored: true });
}

const paint = (from: string, to: string) => ({ file: 'page.mjs', from, to, message: `Paint it ${to}` });

/** What was changed in ECS by Slipway, under whichever role. */
function touched({ chronicle }: Stage) {
  return [...chronicle.made('RegisterTaskDefinition'), ...chronicle.made('UpdateService')];
}

/** Delivers an event as EventBridge forwards it from another region: it is told of there, in its envelope and its ARN. */
async function wake(): Promise<boolean> {
  const event: Envelope = {
    id: crypto.randomUUID(),
    source: 'aws.ecs',
    'detail-type': 'ECS Deployment State Change',
    account: '000000000000',
    region: 'eu-west-1',
    time: new Date().toISOString(),
    resources: ['arn:aws:ecs:eu-west-1:000000000000:service/slipway-sample/web'],
    detail: {
      eventType: 'INFO',
      eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
      deploymentId: 'ecs-svc/1',
      reason: 'forwarded',
    },
  };
  const { Payload } = await new LambdaClient({}).send(
    new InvokeCommand({ FunctionName: 'slipway-dev-wake-deployment', Payload: JSON.stringify(event) }),
  );
  return (JSON.parse(Payload?.transformToString() ?? '{}') as { woken?: boolean }).woken === true;
}
