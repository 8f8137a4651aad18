import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { freePort } from '../../local/free-port.ts';
import { get } from '../../local/start/load.ts';
import { inShellOf } from './shell.ts';

const aws = inject('awsCli');
const docker = inject('docker');
const missing = aws.missing ?? docker.missing;
if (missing !== undefined) console.warn(`docker and the AWS CLI together are not tried: ${missing}`);

/** Answers with its version, or does not stay up. */
const appOf = (version: string) =>
  version === 'bad'
    ? 'process.exit(1);'
    : `require('node:http').createServer((_, response) => response.end('${version}')).listen(3000);`;

describe.skipIf(missing !== undefined)('docker and the AWS CLI, without Slipway', () => {
  let cloud: Cloud;
  let shell: ReturnType<typeof inShellOf>;
  let registry: string;
  let url: string;

  beforeAll(async () => {
    cloud = await startCloud({ pace: 50, engine: 'docker' });
    shell = inShellOf(cloud);
    registry = new URL(cloud.account.endpoint).host;
  });
  afterAll(() => cloud?.close());

  async function run(command: string | undefined, line: string, ...more: string[]): Promise<string> {
    const { code, out, err } = await shell(command ?? '', [...line.split(' '), ...more]);
    expect(code, `${line}: ${err}`).toBe(0);
    return out.trim();
  }

  const cli = (line: string, ...more: string[]) => run(aws.command, line, ...more);

  async function buildAndPush(version: string): Promise<string> {
    const folder = join(cloud.account.folder, `app-${version}`);
    await mkdir(folder);
    await writeFile(join(folder, 'app.cjs'), appOf(version));
    await writeFile(
      join(folder, 'Dockerfile'),
      'FROM public.ecr.aws/docker/library/node:24-slim\nCOPY app.cjs .\nEXPOSE 3000\nCMD ["node", "app.cjs"]\n',
    );
    const image = `${registry}/cli/web:${version}`;
    await run(docker.command, `build --quiet --label slipway.local-cloud=clients --tag ${image} ${folder}`);
    await run(docker.command, `push --quiet ${image}`);
    return image;
  }

  /** Registers the service's definition with another image and rolls the service, as a deploy script does. */
  async function roll(image: string): Promise<string> {
    const family = 'cli-web';
    const definition = JSON.parse(
      await cli(`ecs describe-task-definition --task-definition ${family} --query taskDefinition`),
    ) as Record<string, unknown> & { containerDefinitions: { image: string }[] };
    const keep = ['family', 'executionRoleArn', 'networkMode', 'cpu', 'memory', 'requiresCompatibilities'];
    const next = {
      ...Object.fromEntries(keep.map((name) => [name, definition[name]])),
      containerDefinitions: definition.containerDefinitions.map((container) => ({ ...container, image })),
    };
    const revision = await cli(
      'ecs register-task-definition --output text --query taskDefinition.taskDefinitionArn --cli-input-json',
      JSON.stringify(next),
    );
    await cli(`ecs update-service --cluster cli --service web --task-definition ${revision}`);
    await cli('ecs wait services-stable --cluster cli --services web');
    return revision;
  }

  async function live(): Promise<string> {
    return (await get(`${url}/`)).body;
  }

  it('logs in to the registry and pushes an image that it built', async () => {
    await cli('ecr create-repository --repository-name cli/web');
    const password = await cli('ecr get-login-password');
    const login = await shell(
      docker.command ?? '',
      ['login', '-u', 'AWS', '--password-stdin', registry],
      password,
    );
    expect(login.out).toContain('Login Succeeded');
    const image = await buildAndPush('one');
    const digest = await cli(
      'ecr describe-images --repository-name cli/web --output text --query imageDetails[0].imageDigest',
    );
    await run(docker.command, `rmi ${image}`);
    await run(docker.command, `pull --quiet ${registry}/cli/web@${digest}`);
    await run(docker.command, `rmi ${registry}/cli/web@${digest}`);
  });

  it('runs it as a service behind a load balancer', async () => {
    const template = await writeTemplate(cloud.account.folder);
    const port = await freePort();
    await cli(
      `cloudformation deploy --stack-name cli --template-file ${template} --capabilities CAPABILITY_IAM --parameter-overrides ListenerPort=${port} ImageUri=${registry}/cli/web:one`,
    );
    await cli('ecs wait services-stable --cluster cli --services web');
    const name = await cli('elbv2 describe-load-balancers --output text --query LoadBalancers[0].DNSName');
    url = `http://${name}:${port}`;
    expect(await live()).toBe('one');
  });

  it('rolls a good version, and sees a bad one rolled back', { timeout: 400_000 }, async () => {
    const good = await roll(await buildAndPush('two'));
    expect(await live()).toBe('two');
    await roll(await buildAndPush('bad'));
    expect(await live()).toBe('two');
    const [status] = (
      await cli(
        'ecs list-service-deployments --cluster cli --service web --output text --query serviceDeployments[].status',
      )
    ).split(/\s+/);
    // What the waiter does not tell.
    expect(status).toBe('ROLLBACK_SUCCESSFUL');
    expect(
      await cli(
        'ecs describe-services --cluster cli --services web --output text --query services[0].taskDefinition',
      ),
    ).toBe(good);
  });

  it('runs a task once and reads its exit code', async () => {
    const overrides = { containerOverrides: [{ name: 'web', command: ['node', '-e', 'process.exit(3)'] }] };
    const task = await cli(
      'ecs run-task --cluster cli --task-definition cli-web:2 --launch-type FARGATE --network-configuration awsvpcConfiguration={subnets=[subnet-1]} --output text --query tasks[0].taskArn --overrides',
      JSON.stringify(overrides),
    );
    await cli(`ecs wait tasks-stopped --cluster cli --tasks ${task}`);
    expect(
      await cli(
        `ecs describe-tasks --cluster cli --tasks ${task} --output text --query tasks[0].containers[0].exitCode`,
      ),
    ).toBe('3');
  });
});

/** A service as its owner would write it down. */
async function writeTemplate(folder: string): Promise<string> {
  const path = join(folder, 'service.yml');
  await writeFile(
    path,
    `
Parameters:
  ImageUri: { Type: String }
  ListenerPort: { Type: Number }
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  One: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a } }
  Two: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b } }
  Cluster: { Type: AWS::ECS::Cluster, Properties: { ClusterName: cli } }
  ExecutionRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: sts:AssumeRole }]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy]
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: { Name: cli, Subnets: [!Ref One, !Ref Two] }
  Group:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      VpcId: !Ref Vpc
      Protocol: HTTP
      Port: 3000
      TargetType: ip
      HealthCheckIntervalSeconds: 5
      HealthCheckTimeoutSeconds: 2
      HealthyThresholdCount: 2
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: !Ref ListenerPort
      Protocol: HTTP
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Group }]
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: cli-web
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: '256'
      Memory: '512'
      ExecutionRoleArn: !GetAtt ExecutionRole.Arn
      ContainerDefinitions:
        - { Name: web, Image: !Ref ImageUri, PortMappings: [{ ContainerPort: 3000 }] }
  Service:
    Type: AWS::ECS::Service
    DependsOn: Listener
    Properties:
      ServiceName: web
      Cluster: !Ref Cluster
      TaskDefinition: !Ref Definition
      DesiredCount: 1
      LaunchType: FARGATE
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref One, !Ref Two] } }
      LoadBalancers: [{ ContainerName: web, ContainerPort: 3000, TargetGroupArn: !Ref Group }]
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }
`,
  );
  return path;
}
