import {
  CreateClusterCommand,
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DescribeServiceDeploymentsCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  type ServiceDeployment,
} from '@aws-sdk/client-ecs';
import {
  type Action,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  waitUntilLoadBalancerAvailable,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { freePort } from '../../local/free-port.ts';
import { clusters } from './made/clusters.ts';
import { loadBalancers } from './made/load-balancers.ts';
import { services } from './made/services.ts';
import { targetGroups } from './made/target-groups.ts';
import { taskDefinitions } from './made/task-definitions.ts';
import { makeRole } from './role.ts';
import type { ConformanceTarget } from './target.ts';

/** Answers its version; other programs take its place by what they are started with. */
export const serve = (version: string) =>
  `require('node:http').createServer((_, response) => response.end('${version}')).listen(3000)`;

/** A cluster, and what a service `web` of one container in it needs. All of it is deleted at the end. */
export async function webScene(target: ConformanceTarget) {
  const ecs = new ECSClient({});
  const cluster = target.name('cluster');
  const tags = target.tags.camel;
  /** A role that was just made cannot be assumed at once; nor can ECS's own, which the first call of an account makes. */
  const asSoonAsAssumable = (call: () => Promise<unknown>) =>
    target.until('a role that ECS can assume', () => call().then(() => true, refusedForRole), Boolean);
  target.undo(clusters, cluster);
  await asSoonAsAssumable(() => ecs.send(new CreateClusterCommand({ clusterName: cluster, tags })));
  const family = target.name('web');
  const executionRoleArn = await makeRole(target, 'execution', 'ecs-tasks.amazonaws.com', {
    managed: 'service-role/AmazonECSTaskExecutionRolePolicy',
  });
  const newest = async (): Promise<ServiceDeployment | undefined> => {
    const { serviceDeployments: all = [] } = await ecs.send(
      new ListServiceDeploymentsCommand({ cluster, service: 'web' }),
    );
    const [first] = all.toSorted((a, b) => Number(b.createdAt) - Number(a.createdAt));
    if (!first?.serviceDeploymentArn) return undefined;
    const { serviceDeployments } = await ecs.send(
      new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [first.serviceDeploymentArn] }),
    );
    return serviceDeployments?.[0];
  };
  const networkConfiguration = {
    awsvpcConfiguration: {
      subnets: [...target.subnets],
      securityGroups: [...target.securityGroups],
      assignPublicIp: 'ENABLED' as const,
    },
  };
  return {
    ecs,
    cluster,
    networkConfiguration,
    /** Registers a revision whose container runs this program. */
    async register(program: string): Promise<string> {
      target.undo(taskDefinitions, family);
      const { taskDefinition } = await ecs.send(
        new RegisterTaskDefinitionCommand({
          ...{ family, requiresCompatibilities: ['FARGATE'], networkMode: 'awsvpc' },
          ...{ cpu: '256', memory: '512', executionRoleArn, tags },
          containerDefinitions: [
            {
              ...{ name: 'web', image: target.nodeImage, command: ['node', '-e', program] },
              portMappings: [{ containerPort: 3000 }],
            },
          ],
        }),
      );
      return taskDefinition?.taskDefinitionArn ?? '';
    },
    /** Makes the service `web`, of one task. */
    async create(input: Omit<CreateServiceCommandInput, 'serviceName'>): Promise<void> {
      target.undo(services, `${cluster}/web`);
      await asSoonAsAssumable(() =>
        ecs.send(
          new CreateServiceCommand({
            ...{ cluster, serviceName: 'web', desiredCount: 1, launchType: 'FARGATE', networkConfiguration },
            ...{ tags, ...input },
          }),
        ),
      );
    },
    /** The newest service deployment. */
    newest,
    /** That of another ARN than this, once it has ended. */
    ended: (before: ServiceDeployment | undefined) =>
      target.until(
        'the end of the service deployment',
        newest,
        (seen) =>
          seen?.serviceDeploymentArn !== before?.serviceDeploymentArn &&
          /SUCCESSFUL|FAILED|STOPPED/.test(seen?.status ?? ''),
      ),
  };
}

function refusedForRole(error: Error): false {
  if (error.name === 'InvalidParameterException' && /Unable to assume/.test(error.message)) return false;
  throw error;
}

/** A load balancer with so many target groups for port 3000, and a listener that does this by default. */
export async function webBalancer(
  target: ConformanceTarget,
  { groups, byDefault }: { groups: readonly string[]; byDefault: (groupArns: readonly string[]) => Action },
) {
  const balancing = new ElasticLoadBalancingV2Client({});
  const groupArns: string[] = [];
  const Tags = target.tags.pascal;
  for (const what of groups) {
    const Name = target.name(what);
    target.undo(targetGroups, Name);
    const { TargetGroups } = await balancing.send(
      new CreateTargetGroupCommand({
        ...{ Name, Tags, VpcId: target.vpc, TargetType: 'ip' },
        ...{ Protocol: 'HTTP', Port: 3000, HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 2 },
        ...{ HealthyThresholdCount: 2, UnhealthyThresholdCount: 2 },
      }),
    );
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
    // Else its tasks, and with them the cluster, go 5 minutes after the service.
    const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '5' }];
    await balancing.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
    groupArns.push(TargetGroupArn);
  }
  const Name = target.name('lb');
  target.undo(loadBalancers, Name);
  const { LoadBalancers } = await balancing.send(
    new CreateLoadBalancerCommand({
      ...{ Name, Tags, Subnets: [...target.subnets] },
      SecurityGroups: [...target.securityGroups],
    }),
  );
  const { LoadBalancerArn = '', DNSName = '' } = LoadBalancers?.[0] ?? {};
  const Port = target.kind === 'aws' ? 80 : await freePort();
  const { Listeners } = await balancing.send(
    new CreateListenerCommand({
      ...{ LoadBalancerArn, Tags, Protocol: 'HTTP', Port, DefaultActions: [byDefault(groupArns)] },
    }),
  );
  const ListenerArn = Listeners?.[0]?.ListenerArn;
  await waitUntilLoadBalancerAvailable(
    { client: balancing, maxWaitTime: 600 },
    { LoadBalancerArns: [LoadBalancerArn] },
  );
  // Names of the local cloud are not in every machine's DNS.
  const host = target.kind === 'aws' ? DNSName : '127.0.0.1';
  return { balancing, groupArns, listenerArn: ListenerArn, url: `http://${host}:${Port}` };
}
