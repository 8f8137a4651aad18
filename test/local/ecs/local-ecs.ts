import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CreateClusterCommand, ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { Clock } from '../../../local/clock.ts';
import { createCloudwatch } from '../../../local/cloudwatch/index.ts';
import type { EcsDeps } from '../../../local/ecs/context.ts';
import { createEcs } from '../../../local/ecs/index.ts';
import { createElasticLoadBalancing } from '../../../local/elasticloadbalancing/index.ts';
import { Network } from '../../../local/network.ts';
import type { ServiceEvent } from '../../../local/parts.ts';
import { freePort } from '../free-port.ts';
import { throughGateway } from '../through-gateway.ts';
import { type Behaviour, fakeEngine } from './fake-engine.ts';

const account = {
  id: '000000000000',
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:1',
  folder: '/nonexistent',
};

/** A cluster with a load balancer before it, on a fast clock, whose images behave as told. */
export async function localEcs(
  behaviours: Readonly<Record<string, Behaviour>> = {},
  more: Partial<EcsDeps> = {},
) {
  const clock = more.clock ?? new Clock(20);
  const network = more.network ?? new Network();
  const events: ServiceEvent[] = [];
  const logs: string[] = [];
  const files = new Map<string, string>();
  const tags = new Map<string, string>();
  const fake = fakeEngine(behaviours);
  const balancing = createElasticLoadBalancing({ account, clock, network });
  const cloudwatch = createCloudwatch({ account, clock, events: { put: (event) => events.push(event) } });
  const part = createEcs({
    account,
    clock,
    network,
    engine: fake.engine,
    images: {
      resolve: (image) =>
        image.startsWith('missing')
          ? { error: `${image}: not found` }
          : {
              repository: image,
              digest: `sha256:${tags.get(image) ?? image}`,
              pull: `${tags.get(image) ?? image}@sha256:0`,
            },
    },
    targetGroups: balancing.targetGroups,
    events: { put: (event) => events.push(event) },
    logs: {
      exists: (group) => group !== '/missing',
      write: (group, stream, chunk) => logs.push(`${group} ${stream.replace(/[0-9a-f]{32}/, 'ID')} ${chunk}`),
    },
    objects: {
      get: (bucket, key) => {
        const found = files.get(`${bucket}/${key}`);
        if (found === undefined) throw new Error(`${bucket}/${key} is not there`);
        return Buffer.from(found);
      },
    },
    parameters: {
      value: (name) => {
        if (name === '/web/secret') return 'hush';
        throw new Error(`${name} is not there`);
      },
    },
    identities: {
      assume: (roleArn) => {
        if (roleArn.endsWith('stranger')) throw new Error('no');
        return { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't', expiration: new Date() };
      },
      actor: (roleArn, session) => {
        if (roleArn.endsWith('stranger')) throw new Error('no');
        return { arn: `arn:aws:sts::0:assumed-role/role/${session}`, accountId: account.id, roleArn };
      },
      callerOf: () => ({ arn: 'arn:aws:sts::000000000000:assumed-role/r/s', accountId: account.id }),
      check: () => undefined,
      end: () => undefined,
    },
    alarms: cloudwatch.alarms,
    functions: { invoke: () => Promise.reject(new Error('there are no functions in this test')) },
    refuses: () => undefined,
    ...more,
  });
  const gateway = await throughGateway(part, balancing, cloudwatch);
  const ecs = new ECSClient(gateway.config);
  const alarms = new CloudWatchClient(gateway.config);
  const elb = new ElasticLoadBalancingV2Client(gateway.config);

  const group = await elb.send(
    new CreateTargetGroupCommand({
      Name: 'web',
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
  const targetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn ?? '';
  const balancer = await elb.send(
    new CreateLoadBalancerCommand({ Name: 'front', Subnets: ['subnet-a', 'subnet-b'] }),
  );
  const port = await freePort();
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: balancer.LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: port,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    }),
  );
  await ecs.send(new CreateClusterCommand({ clusterName: 'main' }));

  return {
    ecs,
    elb,
    alarms,
    balancerArn: balancer.LoadBalancers?.[0]?.LoadBalancerArn ?? '',
    part,
    fake,
    events,
    logs,
    files,
    removedVolumes: fake.removedVolumes,
    tags,
    clock,
    targetGroupArn,
    url: `http://127.0.0.1:${port}`,
    /** Registers a revision of `web` whose one container runs this image, and gives its ARN. */
    async revision(image: string): Promise<string> {
      const { taskDefinition } = await ecs.send(
        new RegisterTaskDefinitionCommand({
          family: 'web',
          networkMode: 'awsvpc',
          requiresCompatibilities: ['FARGATE'],
          cpu: '256',
          memory: '512',
          containerDefinitions: [{ name: 'app', image, portMappings: [{ containerPort: 3000 }] }],
        }),
      );
      return taskDefinition?.taskDefinitionArn ?? '';
    },
    async close() {
      ecs.destroy();
      alarms.destroy();
      elb.destroy();
      await gateway.close();
      await part.close?.();
      await balancing.close?.();
    },
  };
}

/** What a service of one container behind the load balancer is made with. */
export const behind = (targetGroupArn: string) => ({
  cluster: 'main',
  serviceName: 'web',
  launchType: 'FARGATE' as const,
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
  loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 3000 }],
});
