import { StopServiceDeploymentCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import {
  CreateRuleCommand,
  DescribeRulesCommand,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRole } from './role.ts';
import { type ConformanceTarget, openTarget } from './target.ts';
import { serve, webBalancer, webScene } from './web-scene.ts';

let target: ConformanceTarget;
let scene: Awaited<ReturnType<typeof webScene>>;
let balancer: Awaited<ReturnType<typeof webBalancer>>;
let infrastructureRole: string;

beforeAll(async () => {
  target = await openTarget();
  scene = await webScene(target);
  infrastructureRole = await makeRole(target, 'infrastructure', 'ecs.amazonaws.com', {
    managed: 'AmazonECSInfrastructureRolePolicyForLoadBalancers',
  });
  balancer = await webBalancer(target, {
    groups: ['blue', 'green'],
    byDefault: () => ({ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }),
  });
});
afterAll(() => target?.close());

/** A forward to both groups by these weights. */
const forward = (weights: readonly number[]) => ({
  Type: 'forward' as const,
  ForwardConfig: {
    TargetGroups: balancer.groupArns.map((TargetGroupArn, index) => ({
      TargetGroupArn,
      Weight: weights[index],
    })),
  },
});

async function makeRule(path: string, Priority: number): Promise<string> {
  const { Rules } = await balancer.balancing.send(
    new CreateRuleCommand({
      ...{ ListenerArn: balancer.listenerArn, Priority, Tags: target.tags.pascal },
      Conditions: [{ Field: 'path-pattern', Values: [path] }],
      Actions: [forward([1, 0])],
    }),
  );
  return Rules?.[0]?.RuleArn ?? '';
}

/** Which part of the requests each group gets by a rule. */
async function sharesOf(rule: string): Promise<number[]> {
  const { Rules } = await balancer.balancing.send(new DescribeRulesCommand({ RuleArns: [rule] }));
  const tuples = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
  const weights = balancer.groupArns.map(
    (arn) => tuples.find(({ TargetGroupArn }) => TargetGroupArn === arn)?.Weight ?? 0,
  );
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / all);
}

async function answer(path: string): Promise<string> {
  const response = await fetch(balancer.url + path);
  return response.ok ? response.text() : String(response.status);
}

/** A load balancer's name, and a change of a rule, is known everywhere after a moment. */
const answers = (path: string, expected: string) =>
  target.until(
    `${expected} at ${path}`,
    () => answer(path).catch(String),
    (seen) => seen === expected,
  );

it('gives the traffic back when a blue/green deployment is stopped while it bakes', async () => {
  const production = await makeRule('/', 2);
  const [targetGroupArn, alternateTargetGroupArn] = balancer.groupArns;
  const { cluster, ecs } = scene;
  await scene.create({
    taskDefinition: await scene.register(serve('one')),
    loadBalancers: [
      {
        ...{ targetGroupArn, containerName: 'web', containerPort: 3000 },
        advancedConfiguration: {
          alternateTargetGroupArn,
          productionListenerRule: production,
          roleArn: infrastructureRole,
        },
      },
    ],
    deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 },
  });
  const first = await scene.ended(undefined);
  expect(first?.status).toBe('SUCCESSFUL');
  await answers('/', 'one');
  expect(await sharesOf(production)).toEqual([1, 0]);

  const taskDefinition = await scene.register(serve('two'));
  await ecs.send(new UpdateServiceCommand({ cluster, service: 'web', taskDefinition }));
  const baking = await target.until(
    'the bake time',
    scene.newest,
    (seen) => seen?.lifecycleStage === 'BAKE_TIME' && seen.status === 'IN_PROGRESS',
  );
  expect(baking?.targetServiceRevision?.requestedProductionTrafficWeight).toBe(100);
  expect(await sharesOf(production)).toEqual([0, 1]);
  await answers('/', 'two');

  const { serviceDeploymentArn } = baking ?? {};
  await ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
  const ended = await scene.ended(first);
  expect(ended).toMatchObject({
    ...{ serviceDeploymentArn, status: 'ROLLBACK_SUCCESSFUL' },
    rollback: { serviceRevisionArn: first?.targetServiceRevision?.arn },
  });
  expect(await sharesOf(production)).toEqual([1, 0]);
  await answers('/', 'one');
  const again = ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn }));
  await expect(again).rejects.toMatchObject({ name: 'ConflictException' });
});

it('sends requests by the weights of a rule, which can be changed', async () => {
  const rule = await makeRule('/split', 1);
  await answers('/split', 'one');
  for (let request = 0; request < 10; request++) expect(await answer('/split')).toBe('one');
  // The other group has no targets left.
  await balancer.balancing.send(new ModifyRuleCommand({ RuleArn: rule, Actions: [forward([0, 1])] }));
  await answers('/split', '503');
  for (let request = 0; request < 10; request++) expect(await answer('/')).toBe('one');
});
