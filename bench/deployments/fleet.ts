import { createHash } from 'node:crypto';
import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  waitUntilServicesStable,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { freePort } from '../../local/free-port.ts';
import { copyBaseImage } from '../../local/start/base-image.ts';

/** Answers well as long as it runs: what is slow or bad is so by a fault. */
const PROGRAM = "require('node:http').createServer((_, response) => response.end('ok')).listen(3000)";
/** There is no network here: these are names only. */
const NETWORK = {
  subnets: ['subnet-1', 'subnet-2'],
  securityGroups: ['sg-1'],
  assignPublicIp: 'ENABLED',
} as const;
const EXECUTION_POLICY = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
const TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};
/** The most listeners of a load balancer (quotas of Application Load Balancers). */
const LISTENERS_EACH = 50;
/** Of the target groups, in seconds: a task is in service after two good answers. */
const CHECK_EVERY = 5;
/** Of the services, in seconds: longer than any slow start here. */
const GRACE = 600;

/** Services that run one image, each behind a listener of its own: one pipeline's stage. */
export interface Fleet {
  readonly name: string;
  readonly services: readonly string[];
  /** The digest of the release that `push` makes of this tag: the same layers under a manifest of its own. */
  digestOf(tag: string): string;
  push(tag: string): Promise<void>;
}

/** Makes the repository, the cluster, the load balancer and the services of a fleet, all steady on a first release. */
export async function makeFleet(host: string, name: string, size: number): Promise<Fleet> {
  const [ecs, ecr] = [new ECSClient({}), new ECRClient({})];
  const repositoryName = `bench/${name}`;
  const manifest = JSON.parse(await copyBaseImage(host, repositoryName)) as object;
  const manifestOf = (tag: string) =>
    JSON.stringify({ ...manifest, annotations: { release: `${name} ${tag}` } });
  const digestOf = (tag: string) => `sha256:${createHash('sha256').update(manifestOf(tag)).digest('hex')}`;
  const push = async (imageTag: string) => {
    await ecr.send(new PutImageCommand({ repositoryName, imageManifest: manifestOf(imageTag), imageTag }));
  };
  await push('launched');
  const image = `${host}/${repositoryName}@${digestOf('launched')}`;
  await ecs.send(new CreateClusterCommand({ clusterName: name }));
  const executionRoleArn = await makeExecutionRole(name);
  const groups = await makeGroups(name, size);
  const services = groups.map((_, index) => `${name}-${index + 1}`);
  await Promise.all(
    groups.map(async (targetGroupArn, index) => {
      const serviceName = services[index] ?? name;
      const { taskDefinition } = await ecs.send(
        new RegisterTaskDefinitionCommand({
          ...{ family: serviceName, requiresCompatibilities: ['FARGATE'], networkMode: 'awsvpc' },
          ...{ cpu: '256', memory: '512', executionRoleArn },
          containerDefinitions: [
            { name: 'app', image, command: ['node', '-e', PROGRAM], portMappings: [{ containerPort: 3000 }] },
          ],
        }),
      );
      await ecs.send(
        new CreateServiceCommand({
          ...{ cluster: name, serviceName, taskDefinition: taskDefinition?.taskDefinitionArn },
          ...{ desiredCount: 1, launchType: 'FARGATE', healthCheckGracePeriodSeconds: GRACE },
          networkConfiguration: {
            awsvpcConfiguration: {
              ...NETWORK,
              subnets: [...NETWORK.subnets],
              securityGroups: [...NETWORK.securityGroups],
            },
          },
          loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 3000 }],
          deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
        }),
      );
    }),
  );
  await Promise.all(
    services.map((service) =>
      waitUntilServicesStable(
        { client: ecs, minDelay: 1, maxDelay: 1, maxWaitTime: 300 },
        { cluster: name, services: [service] },
      ),
    ),
  );
  return { name, services, digestOf, push };
}

async function makeExecutionRole(name: string): Promise<string> {
  const iam = new IAMClient({});
  const RoleName = `bench-${name}`;
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(TRUST) }),
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: EXECUTION_POLICY }));
  return Role?.Arn ?? '';
}

/** Load balancers with a listener for each target group. The groups. */
async function makeGroups(name: string, size: number): Promise<string[]> {
  const client = new ElasticLoadBalancingV2Client({});
  let LoadBalancerArn: string | undefined;
  const groups: string[] = [];
  for (let index = 1; index <= size; index++) {
    if (index % LISTENERS_EACH === 1) {
      const made = await client.send(
        new CreateLoadBalancerCommand({
          Name: `${name}-from-${index}`,
          Subnets: [...NETWORK.subnets],
          SecurityGroups: [...NETWORK.securityGroups],
        }),
      );
      LoadBalancerArn = made.LoadBalancers?.[0]?.LoadBalancerArn;
    }
    const group = await client.send(
      new CreateTargetGroupCommand({
        ...{ Name: `${name}-${index}`, VpcId: 'vpc-1', TargetType: 'ip', Protocol: 'HTTP', Port: 3000 },
        ...{ HealthCheckIntervalSeconds: CHECK_EVERY, HealthCheckTimeoutSeconds: 2 },
        ...{ HealthyThresholdCount: 2, UnhealthyThresholdCount: 2 },
      }),
    );
    const TargetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn ?? '';
    await client.send(
      new CreateListenerCommand({
        ...{ LoadBalancerArn, Protocol: 'HTTP', Port: await freePort() },
        DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      }),
    );
    groups.push(TargetGroupArn);
  }
  return groups;
}

/** slipway.yml for fleets: every push of an image goes to all services of its fleet. */
export function configurationFor(fleets: readonly Fleet[]): string {
  const pipelines = fleets.map(
    ({ name, services }) => `  ${name}:
    image: bench/${name}
    stages:
      - name: bench
        target: { ecs: { cluster: ${name}, services: [${services.join(', ')}] } }
        health: { path: /, consecutive: 3, interval: 100ms, timeout: 2s, limit: 20s }
        rollout: { limit: 10m }
`,
  );
  return `pipelines:\n${pipelines.join('')}`;
}
