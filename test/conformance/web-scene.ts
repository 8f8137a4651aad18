import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DeleteServiceCommand,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
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
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  waitUntilLoadBalancerAvailable,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { freePort } from '../../local/free-port.ts';
import { makeRole } from './role.ts';
import type { ConformanceTarget } from './target.ts';

/** Answers its version; other programs take its place by what they are started with. */
export const serve = (version: string) =>
  `require('node:http').createServer((_, response) => response.end('${version}')).listen(3000)`;

/** A cluster, and what a service `web` of one container in it needs. All of it is deleted at the end. */
export async function webScene(target: ConformanceTarget) {
  const ecs = new ECSClient({});
  const cluster = target.name('cluster');
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  target.undo(() =>
    target.until(
      'a cluster without tasks',
      () => ecs.send(new DeleteClusterCommand({ cluster })).then(() => true, stillInUse),
      Boolean,
    ),
  );
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
  return {
    ecs,
    cluster,
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: [...target.subnets],
        securityGroups: [...target.securityGroups],
        assignPublicIp: 'ENABLED' as const,
      },
    },
    /** Registers a revision whose container runs this program. */
    async register(program: string): Promise<string> {
      const { taskDefinition } = await ecs.send(
        new RegisterTaskDefinitionCommand({
          ...{ family: target.name('web'), requiresCompatibilities: ['FARGATE'], networkMode: 'awsvpc' },
          ...{ cpu: '256', memory: '512', executionRoleArn },
          containerDefinitions: [
            {
              ...{ name: 'web', image: target.nodeImage, command: ['node', '-e', program] },
              portMappings: [{ containerPort: 3000 }],
            },
          ],
        }),
      );
      const arn = taskDefinition?.taskDefinitionArn ?? '';
      target.undo(async () => {
        await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: arn })).catch(isGone);
        await ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: [arn] })).catch(isGone);
      });
      return arn;
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
    undoService: () =>
      target.undo(() => ecs.send(new DeleteServiceCommand({ cluster, service: 'web', force: true }))),
  };
}

function stillInUse(error: Error): false {
  if (/ClusterContains/.test(error.name)) return false;
  throw error;
}

/** A test may have deleted it already. */
function isGone(error: Error): void {
  if (error.name !== 'ClientException') throw error;
}

/** A load balancer with so many target groups for port 3000, and a listener that does this by default. */
export async function webBalancer(
  target: ConformanceTarget,
  { groups, byDefault }: { groups: readonly string[]; byDefault: (groupArns: readonly string[]) => Action },
) {
  const balancing = new ElasticLoadBalancingV2Client({});
  const groupArns: string[] = [];
  for (const what of groups) {
    const { TargetGroups } = await balancing.send(
      new CreateTargetGroupCommand({
        ...{ Name: target.name(what).slice(-32), VpcId: target.vpc, TargetType: 'ip' },
        ...{ Protocol: 'HTTP', Port: 3000, HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 2 },
        ...{ HealthyThresholdCount: 2, UnhealthyThresholdCount: 2 },
      }),
    );
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
    target.undo(() => balancing.send(new DeleteTargetGroupCommand({ TargetGroupArn })));
    // Else its tasks, and with them the cluster, go 5 minutes after the service.
    const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '5' }];
    await balancing.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
    groupArns.push(TargetGroupArn);
  }
  const { LoadBalancers } = await balancing.send(
    new CreateLoadBalancerCommand({
      ...{ Name: target.name('lb').slice(-32), Subnets: [...target.subnets] },
      SecurityGroups: [...target.securityGroups],
    }),
  );
  const { LoadBalancerArn = '', DNSName = '' } = LoadBalancers?.[0] ?? {};
  target.undo(() => balancing.send(new DeleteLoadBalancerCommand({ LoadBalancerArn })));
  const Port = target.kind === 'aws' ? 80 : await freePort();
  const { Listeners } = await balancing.send(
    new CreateListenerCommand({
      ...{ LoadBalancerArn, Protocol: 'HTTP', Port, DefaultActions: [byDefault(groupArns)] },
    }),
  );
  const ListenerArn = Listeners?.[0]?.ListenerArn;
  target.undo(() => balancing.send(new DeleteListenerCommand({ ListenerArn })));
  await waitUntilLoadBalancerAvailable(
    { client: balancing, maxWaitTime: 600 },
    { LoadBalancerArns: [LoadBalancerArn] },
  );
  // Names of the local cloud are not in every machine's DNS.
  const host = target.kind === 'aws' ? DNSName : '127.0.0.1';
  return { balancing, groupArns, listenerArn: ListenerArn, url: `http://${host}:${Port}` };
}
