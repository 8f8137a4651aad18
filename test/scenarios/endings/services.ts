import {
  CreateServiceCommand,
  type DeploymentConfiguration,
  type DeploymentController,
  DescribeServicesCommand,
  ECSClient,
  type LoadBalancer,
  UpdateServiceCommand,
  waitUntilServicesStable,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateTargetGroupCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { freePort } from '../../../local/free-port.ts';

/** The sample app's cluster. */
export const CLUSTER = 'slipway-sample';

/** How a service is made. What is not said is as the sample app has it: rolling, with circuit breaker and load balancer. */
export interface ServiceSettings {
  readonly deploymentConfiguration?: DeploymentConfiguration;
  readonly deploymentController?: DeploymentController;
  /** `two-groups`: for strategies that shift traffic, with a listener for testers. A function makes what leads to the group. */
  readonly balancer?: 'none' | 'two-groups' | ((group: string, sample: TargetGroup) => Promise<void>);
  /** The certificate in ACM with which its listener for testers speaks HTTPS. */
  readonly testersCertificate?: string;
  /** Keys of its stage in slipway.yml, in flow style. */
  readonly health?: string;
  readonly rollout?: string;
  /** Further keys of its stage, in flow style. */
  readonly more?: string;
  /** The container that its stage names. */
  readonly container?: string;
  /** It is in slipway.yml only. */
  readonly absent?: true;
}

/** Ends what does not come up, and goes back. */
export const BREAKER: DeploymentConfiguration = {
  deploymentCircuitBreaker: { enable: true, rollback: true },
};

const ecs = () => new ECSClient({});
let roles = 0;
const elb = () => new ElasticLoadBalancingV2Client({});

/** Makes services of one task each that run what the sample app's service runs, and waits until they do. */
export async function createServices(services: Readonly<Record<string, ServiceSettings>>): Promise<void> {
  const { services: found } = await ecs().send(
    new DescribeServicesCommand({ cluster: CLUSTER, services: ['web'] }),
  );
  const [sample] = found ?? [];
  const groupArn = sample?.loadBalancers?.[0]?.targetGroupArn ?? '';
  const groups = await elb().send(new DescribeTargetGroupsCommand({ TargetGroupArns: [groupArn] }));
  const group = groups.TargetGroups?.[0] ?? {};
  const roleArn = await infrastructureRole();
  for (const [serviceName, settings] of Object.entries(services).filter(([, { absent }]) => !absent)) {
    const { deploymentConfiguration, deploymentController, balancer } = settings;
    await ecs().send(
      new CreateServiceCommand({
        cluster: CLUSTER,
        serviceName,
        launchType: 'FARGATE',
        taskDefinition: sample?.taskDefinition,
        desiredCount: 1,
        networkConfiguration: sample?.networkConfiguration,
        ...(deploymentController ? { deploymentController } : {}),
        // What would watch or hold up the first deployment comes after it.
        deploymentConfiguration: deploymentConfiguration?.strategy
          ? { strategy: deploymentConfiguration.strategy }
          : BREAKER,
        ...(balancer === 'none'
          ? {}
          : { loadBalancers: [await front(serviceName, settings, group, roleArn)] }),
      }),
    );
  }
  const names = Object.keys(services).filter(
    (name) => services[name]?.deploymentController === undefined && !services[name]?.absent,
  );
  // DescribeServices takes ten at once, and so does the SDK's waiter.
  for (let from = 0; from < names.length; from += 10) {
    await waitUntilServicesStable(
      { client: ecs(), maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
      { cluster: CLUSTER, services: names.slice(from, from + 10) },
    );
  }
  for (const service of names) {
    const deploymentConfiguration = services[service]?.deploymentConfiguration;
    if (deploymentConfiguration)
      await ecs().send(new UpdateServiceCommand({ cluster: CLUSTER, service, deploymentConfiguration }));
  }
}

/** A listener of its own, behind the sample app's load balancer. */
async function front(
  name: string,
  { balancer, testersCertificate }: ServiceSettings,
  sample: TargetGroup,
  roleArn: string,
): Promise<LoadBalancer> {
  const container = { containerName: 'web', containerPort: 3000 };
  const targetGroupArn = await createGroup(name, sample);
  if (typeof balancer === 'function') {
    await balancer(targetGroupArn, sample);
    return { ...container, targetGroupArn };
  }
  const alternateTargetGroupArn =
    balancer === 'two-groups' ? await createGroup(`${name}-2`, sample) : undefined;
  const groups = [targetGroupArn, ...(alternateTargetGroupArn ? [alternateTargetGroupArn] : [])];
  const production = await createListener(sample, groups);
  if (alternateTargetGroupArn === undefined) return { ...container, targetGroupArn };
  return {
    ...container,
    targetGroupArn,
    advancedConfiguration: {
      alternateTargetGroupArn,
      productionListenerRule: production,
      testListenerRule: await createListener(sample, groups, testersCertificate),
      roleArn,
    },
  };
}

async function createGroup(Name: string, sample: TargetGroup): Promise<string> {
  const { TargetGroups } = await elb().send(
    new CreateTargetGroupCommand({
      Name,
      VpcId: sample.VpcId,
      TargetType: 'ip',
      Protocol: 'HTTP',
      Port: 3000,
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 4,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
    }),
  );
  return TargetGroups?.[0]?.TargetGroupArn ?? '';
}

/** Another program may take the port in the moment before it is listened on. */
async function onFreePort<Result>(listen: (port: number) => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await listen(await freePort());
    } catch (error) {
      if (tries === 5 || !(error instanceof Error && error.message.includes('cannot be opened'))) throw error;
    }
  }
}

/** The ARN of its default rule, which gives the first group all. */
async function createListener(
  sample: TargetGroup,
  groups: readonly string[],
  CertificateArn?: string,
): Promise<string> {
  const { Listeners } = await onFreePort((Port) =>
    elb().send(
      new CreateListenerCommand({
        LoadBalancerArn: sample.LoadBalancerArns?.[0],
        ...(CertificateArn
          ? { Protocol: 'HTTPS', Certificates: [{ CertificateArn }] }
          : { Protocol: 'HTTP' }),
        Port,
        DefaultActions: [
          {
            Type: 'forward',
            ForwardConfig: {
              TargetGroups: groups.map((TargetGroupArn, index) => ({
                TargetGroupArn,
                Weight: index === 0 ? 1 : 0,
              })),
            },
          },
        ],
      }),
    ),
  );
  const { Rules } = await elb().send(
    new DescribeRulesCommand({ ListenerArn: Listeners?.[0]?.ListenerArn ?? '' }),
  );
  return Rules?.[0]?.RuleArn ?? '';
}

/** What ECS shifts traffic under. */
async function infrastructureRole(): Promise<string> {
  const iam = new IAMClient({});
  const RoleName = `ecs-infrastructure-${++roles}`;
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'ecs.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    }),
  );
  await iam.send(
    new AttachRolePolicyCommand({
      RoleName,
      PolicyArn: 'arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers',
    }),
  );
  return Role?.Arn ?? '';
}
