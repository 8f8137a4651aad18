import { request } from 'node:http';
import {
  type ConfigurationOptionSetting,
  CreateApplicationVersionCommand,
  CreateEnvironmentCommand,
  DescribeEnvironmentsCommand,
  DescribeEventsCommand,
  DescribeInstancesHealthCommand,
  ElasticBeanstalkClient,
  type EnvironmentDescription,
  UpdateEnvironmentCommand,
} from '@aws-sdk/client-elastic-beanstalk';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { strToU8, zipSync } from 'fflate';
import { Clock } from '../../../local/clock.ts';
import { createElasticBeanstalk } from '../../../local/elasticbeanstalk/index.ts';
import { createElasticLoadBalancing } from '../../../local/elasticloadbalancing/index.ts';
import { CallFaults } from '../../../local/faults/calls/call-faults.ts';
import { Faults, TaskFaults } from '../../../local/faults/index.ts';
import type { ServiceEvent } from '../../../local/parts.ts';
import { createS3 } from '../../../local/s3/index.ts';
import { type Behaviour, fakeEngine } from '../ecs/fake-engine.ts';
import { throughGateway } from '../through-gateway.ts';

export const STACK = '64bit Amazon Linux 2023 v4.13.0 running Docker';
const BUCKET = 'bundles';

/** An option setting in one line: `namespace name=value`, the namespace without its `aws:`. */
export function option(text: string): ConfigurationOptionSetting {
  const [, namespace, name, value] = /^(\S+) ([^=]+)=(.*)$/.exec(text) ?? [];
  return { Namespace: `aws:${namespace}`, OptionName: name, Value: value };
}

export const ENHANCED = 'elasticbeanstalk:healthreporting:system SystemType=enhanced';

/** Elastic Beanstalk on a fast clock, whose images behave as told. */
export async function localBeanstalk(
  account: { readonly folder: string },
  behaviours: Readonly<Record<string, Behaviour>> = {},
  pace = 100,
) {
  const here = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', ...account };
  const clock = new Clock(pace);
  const faults = new Faults();
  const tasks = new TaskFaults(faults, clock);
  const events: ServiceEvent[] = [];
  const logs: string[] = [];
  const fake = fakeEngine(behaviours);
  const balancing = createElasticLoadBalancing({ account: here, clock, network: tasks.network });
  const s3 = createS3({ account: here, clock });
  const part = createElasticBeanstalk({
    account: here,
    clock,
    network: tasks.network,
    engine: tasks.around(fake.engine),
    images: {
      resolve: (image) =>
        image.startsWith('missing')
          ? { error: `CannotPullContainerError: ${image}: not found` }
          : { repository: image, digest: `sha256:${image}`, pull: `${image}@sha256:0` },
      exposed: () => [3000],
    },
    targetGroups: balancing.targetGroups,
    loadBalancers: balancing.loadBalancers,
    objects: s3.objects,
    events: { put: (event) => events.push(event) },
    logs: { write: (group, stream, chunk) => logs.push(`${group} ${stream} ${chunk}`) },
    faults: tasks.instances,
  });
  const gateway = await throughGateway(part, balancing, s3);
  gateway.gateway.intercept(new CallFaults(faults, gateway.gateway, clock));
  // Where what instances wrote is downloaded.
  here.endpoint = gateway.config.endpoint;
  const eb = new ElasticBeanstalkClient(gateway.config);
  const elb = new ElasticLoadBalancingV2Client(gateway.config);
  s3.objects.ensure(BUCKET);

  const find = async (name: string): Promise<EnvironmentDescription> => {
    const { Environments } = await eb.send(
      new DescribeEnvironmentsCommand({ EnvironmentNames: [name], IncludeDeleted: true }),
    );
    return Environments?.at(-1) ?? {};
  };
  return {
    config: gateway.config,
    eb,
    elb,
    s3,
    fake,
    events,
    logs,
    clock,
    faults,
    find,
    /** Waits until an environment is as told. @throws Error after a minute of real time */
    async until(name: string, isSo: (environment: EnvironmentDescription) => boolean) {
      for (const end = Date.now() + 60_000; ; ) {
        const environment = await find(name);
        if (isSo(environment)) return environment;
        if (Date.now() > end) throw new Error(`${name} stayed ${JSON.stringify(environment)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /** Makes a version whose bundle has these files. */
    async version(label: string, files: Readonly<Record<string, string>>, more: { Process?: boolean } = {}) {
      const zipped = zipSync(
        Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])),
      );
      s3.objects.put(BUCKET, `app/${label}.zip`, zipped, {});
      return eb.send(
        new CreateApplicationVersionCommand({
          ApplicationName: 'app',
          VersionLabel: label,
          AutoCreateApplication: true,
          SourceBundle: { S3Bucket: BUCKET, S3Key: `app/${label}.zip` },
          ...more,
        }),
      );
    },
    async environment(name: string, label: string | undefined, options: readonly string[] = []) {
      return eb.send(
        new CreateEnvironmentCommand({
          ApplicationName: 'app',
          EnvironmentName: name,
          CNAMEPrefix: name,
          VersionLabel: label,
          SolutionStackName: STACK,
          OptionSettings: options.map(option),
        }),
      );
    },
    deploy: (name: string, label: string) =>
      eb.send(new UpdateEnvironmentCommand({ EnvironmentName: name, VersionLabel: label })),
    /** The messages of an environment's events, the oldest first, with severities that are not INFO before them. */
    async said(name: string): Promise<string[]> {
      const { Events = [] } = await eb.send(new DescribeEventsCommand({ EnvironmentName: name }));
      return Events.toReversed().map(
        ({ Severity, Message = '' }) => `${Severity === 'INFO' ? '' : `${Severity} `}${Message}`,
      );
    },
    /** The label of each instance, sorted. */
    async labels(name: string): Promise<string[]> {
      const { InstanceHealthList = [] } = await eb.send(
        new DescribeInstancesHealthCommand({ EnvironmentName: name, AttributeNames: ['All'] }),
      );
      return InstanceHealthList.map(({ Deployment }) => Deployment?.VersionLabel ?? '').toSorted();
    },
    /** Asks an environment by its name, and gives status and body. */
    async ask(name: string, path = '/'): Promise<string> {
      const { CNAME = '' } = await find(name);
      return askAt(CNAME, path);
    },
    async close() {
      eb.destroy();
      elb.destroy();
      await part.close?.();
      await gateway.close();
      await balancing.close?.();
      await s3.close?.();
    },
  };
}

/** Asks `HOST:PORT` on this machine, and gives status and body. */
export function askAt(address: string, path = '/', host = address): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const asked = request(
    { host: '127.0.0.1', port: address.split(':')[1], path, headers: { host } },
    (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        body += chunk;
      });
      answer.on('end', () => resolve(`${answer.statusCode} ${body}`));
    },
  );
  asked.on('error', reject);
  asked.end();
  return promise;
}

/** A bundle that runs one image. */
export const dockerrun = (image: string) => ({
  'Dockerrun.aws.json': JSON.stringify({
    AWSEBDockerrunVersion: '1',
    Image: { Name: image, Update: 'true' },
    Ports: [{ ContainerPort: 3000 }],
  }),
});
