import {
  CreateServiceCommand,
  type DeploymentConfiguration,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  ListServiceDeploymentsCommand,
  type LoadBalancer,
  type ServiceDeployment,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeRulesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect } from 'vitest';
import { Clock } from '../../../../local/clock.ts';
import type { EcsDeps } from '../../../../local/ecs/context.ts';
import { freePort } from '../../free-port.ts';
import { behind, localEcs } from '../local-ecs.ts';

export const INFRASTRUCTURE_ROLE = 'arn:aws:iam::000000000000:role/infrastructure';

/** A judge that allows all but these actions, with AWS's words. */
export const refusing =
  (actions: ReadonlySet<string>): EcsDeps['refuses'] =>
  (caller, action, resource) =>
    actions.has(action)
      ? `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`
      : undefined;

const images = {
  v1: {},
  v2: {},
  v3: {},
  failing: { health: 500 },
  crashing: { exits: { code: 1, after: 20 } },
};

/** A service whose revisions take turns in two target groups, with a rule for users and one for tests. */
export async function twoGroups(configuration: DeploymentConfiguration, more: Partial<EcsDeps> = {}) {
  const local = await localEcs(images, { clock: new Clock(60), ...more });
  const { elb, ecs } = local;
  const other = await elb.send(
    new CreateTargetGroupCommand({
      Name: 'other',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      HealthyThresholdCount: 2,
    }),
  );
  const groups = [local.targetGroupArn, other.TargetGroups?.[0]?.TargetGroupArn ?? ''];
  const port = await freePort();
  const listener = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: local.balancerArn,
      Protocol: 'HTTP',
      Port: port,
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    }),
  );
  const rule = async (path: string, priority: number, weights: readonly number[]) => {
    const { Rules } = await elb.send(
      new CreateRuleCommand({
        ListenerArn: listener.Listeners?.[0]?.ListenerArn,
        Priority: priority,
        Conditions: [{ Field: 'path-pattern', Values: [path] }],
        Actions: [
          {
            Type: 'forward',
            ForwardConfig: {
              TargetGroups: groups.map((TargetGroupArn, index) => ({
                TargetGroupArn,
                Weight: weights[index],
              })),
            },
          },
        ],
      }),
    );
    return Rules?.[0]?.RuleArn ?? '';
  };
  const production = await rule('/', 2, [1, 0]);
  const test = await rule('/test', 1, [1, 0]);
  const base = behind(local.targetGroupArn);

  const rollouts = async (): Promise<ServiceDeployment[]> => {
    const { serviceDeployments: brief } = await ecs.send(
      new ListServiceDeploymentsCommand({ cluster: 'main', service: 'web' }),
    );
    const { serviceDeployments } = await ecs.send(
      new DescribeServiceDeploymentsCommand({
        serviceDeploymentArns: brief?.map(({ serviceDeploymentArn }) => serviceDeploymentArn ?? ''),
      }),
    );
    return serviceDeployments ?? [];
  };
  /** The newest service deployment. */
  const rollout = async () => {
    const [newest] = await rollouts();
    if (!newest) throw new Error('there is no service deployment');
    return newest;
  };
  /** The newest service deployment as it was when it was so. */
  const until = async (isTrue: (now: ServiceDeployment) => boolean) => {
    let seen: ServiceDeployment | undefined;
    const look = async () => {
      seen = await rollout();
      return isTrue(seen);
    };
    await expect.poll(look, { timeout: 20_000, interval: 20 }).toBe(true);
    return seen ?? rollout();
  };
  const weights = async (ruleArn: string) => {
    const { Rules } = await elb.send(new DescribeRulesCommand({ RuleArns: [ruleArn] }));
    const tuples = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
    return groups.map((arn) => tuples.find(({ TargetGroupArn }) => TargetGroupArn === arn)?.Weight);
  };
  return {
    ...local,
    groups,
    production,
    test,
    rollout,
    rollouts,
    until,
    ended: (status: ServiceDeployment['status']) => until((now) => now.status === status),
    weights,
    /** Lets time pass at once, of which nothing passes by itself in a test. */
    pass: async (minutes: number) => {
      local.clock.hold();
      await local.clock.move(minutes * 60);
      local.clock.release();
    },
    users: `http://127.0.0.1:${port}/`,
    testers: `http://127.0.0.1:${port}/test`,
    create: async (image: string, more: { loadBalancers?: LoadBalancer[] } = {}) =>
      ecs.send(
        new CreateServiceCommand({
          ...base,
          loadBalancers: [
            {
              ...base.loadBalancers[0],
              advancedConfiguration: {
                alternateTargetGroupArn: groups[1],
                productionListenerRule: production,
                testListenerRule: test,
                roleArn: INFRASTRUCTURE_ROLE,
              },
            },
          ],
          ...more,
          desiredCount: 2,
          taskDefinition: await local.revision(image),
          deploymentConfiguration: configuration,
        }),
      ),
    update: async (image: string, changed: DeploymentConfiguration = {}) =>
      ecs.send(
        new UpdateServiceCommand({
          cluster: 'main',
          service: 'web',
          taskDefinition: await local.revision(image),
          deploymentConfiguration: changed,
        }),
      ),
    service: async () => {
      const { services } = await ecs.send(
        new DescribeServicesCommand({ cluster: 'main', services: ['web'] }),
      );
      const [found] = services ?? [];
      if (!found) throw new Error('the service is not there');
      return found;
    },
  };
}

export const said = async (url: string) => (await fetch(url)).text();
