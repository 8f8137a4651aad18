import { freePort } from '../local/free-port.ts';
import { zipOf } from '../local/lambda/local-lambda.ts';

/** A call before the examples. */
export interface Step {
  /** Another service than that of the examples. */
  readonly client?: string;
  readonly operation: string;
  readonly input: object;
  /** By which names the examples know what it made: such a part of the answer. */
  readonly published?: object;
}

const elb = (resource: string) => `arn:aws:elasticloadbalancing:us-west-2:123456789012:${resource}`;
const LISTENER = 'listener/app/my-load-balancer/50dc6c495c0c9188';

const DOCKER = '64bit Amazon Linux 2023 v4.13.0 running Docker';

const role = (RoleName: string): Step => ({
  operation: 'CreateRole',
  input: {
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify({
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    }),
  },
});

const fn = (FunctionName: string): Step => ({
  operation: 'CreateFunction',
  input: {
    FunctionName,
    Handler: 'dist/index.handler',
    Runtime: 'nodejs24.x',
    Role: 'arn:aws:iam::000000000000:role/lambda',
    Code: { ZipFile: zipOf('export const handler = async () => ({});') },
  },
});

/** So that there is `my-function:1`. */
const version: Step = { operation: 'PublishVersion', input: { FunctionName: 'my-function' } };

const targetGroup = (Name: string, id: string): Step => ({
  operation: 'CreateTargetGroup',
  input: { Name, Protocol: 'HTTP', Port: 80, VpcId: 'vpc-3ac0fb5f', TargetType: 'ip' },
  published: { TargetGroups: [{ TargetGroupArn: elb(`targetgroup/${Name}/${id}`) }] },
});

/** What the examples of a service take for granted. Where it is more than this, they are answered with errors. */
export const preparation = async (): Promise<Readonly<Record<string, readonly Step[]>>> => ({
  ecr: [{ operation: 'CreateRepository', input: { repositoryName: 'ubuntu' } }],
  ecs: [
    { operation: 'CreateCluster', input: { clusterName: 'default' } },
    {
      operation: 'CreateCluster',
      input: { clusterName: 'dev' },
      published: { cluster: { clusterArn: 'arn:aws:ecs:region:aws_account_id:cluster/dev' } },
    },
    ...['hello_world', 'hello_world', 'ecs-simple-service', 'amazon-ecs-sample'].map((family) => ({
      operation: 'RegisterTaskDefinition',
      input: { family, containerDefinitions: [{ name: 'simple-app', image: 'httpd:2.4', memory: 10 }] },
    })),
  ],
  'elastic-beanstalk': [
    ...['v1', '22a0-stage-150819_182129', '22a0-stage-150819_185942'].map((VersionLabel) => ({
      operation: 'CreateApplicationVersion',
      input: { ApplicationName: 'my-app', VersionLabel, AutoCreateApplication: true },
    })),
    {
      operation: 'CreateConfigurationTemplate',
      input: { ApplicationName: 'my-app', TemplateName: 'my-template', SolutionStackName: DOCKER },
    },
    ...['my-env', 'my-env-blue', 'my-env-green'].map((EnvironmentName) => ({
      operation: 'CreateEnvironment',
      input: {
        ApplicationName: 'my-app',
        EnvironmentName,
        VersionLabel: 'v1',
        SolutionStackName: DOCKER,
        OptionSettings: [
          {
            Namespace: 'aws:elasticbeanstalk:healthreporting:system',
            OptionName: 'SystemType',
            Value: 'enhanced',
          },
        ],
      },
    })),
  ],
  'elastic-load-balancing-v2': [
    {
      operation: 'CreateLoadBalancer',
      input: { Name: 'my-load-balancer', Subnets: ['subnet-b7d581c0', 'subnet-8360a9e7'] },
      published: {
        LoadBalancers: [{ LoadBalancerArn: elb('loadbalancer/app/my-load-balancer/50dc6c495c0c9188') }],
      },
    },
    targetGroup('my-targets', '73e2d6bc24d8a067'),
    targetGroup('my-new-targets', '3bb63f11dfb0faf9'),
    {
      operation: 'CreateListener',
      input: {
        LoadBalancerArn: elb('loadbalancer/app/my-load-balancer/50dc6c495c0c9188'),
        Protocol: 'HTTP',
        // It really listens.
        Port: await freePort(),
        DefaultActions: [{ Type: 'forward', TargetGroupArn: elb('targetgroup/my-targets/73e2d6bc24d8a067') }],
      },
      published: { Listeners: [{ ListenerArn: elb(`${LISTENER}/f2f7dc8efc522ab2`) }] },
    },
  ],
  iam: ['Test-Role', 'ReadOnlyRole', 'S3Access', 'S3AccessForEC2Instances'].map(role),
  lambda: [{ ...role('lambda'), client: 'iam' }, fn('my-function'), fn('myFunction'), version],
  s3: [{ operation: 'CreateBucket', input: { Bucket: 'examplebucket' } }],
});
