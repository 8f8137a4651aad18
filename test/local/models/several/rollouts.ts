import { makeCertificate } from '../../acm/make-certificate.ts';
import { registryClient } from '../../ecr/local-ecr.ts';
import { freePort } from '../../free-port.ts';
import { zipOf } from '../../lambda/local-lambda.ts';
import { type Maker, senderTo, three, times, until } from './maker.ts';

const ROLE = 'arn:aws:iam::000000000000:role/several';

export const ecr: Maker = async (send, { account }) => {
  await times((repositoryName) => send('CreateRepository', { repositoryName }));
  const { authorizationData } = await send('GetAuthorizationToken', {});
  const [{ authorizationToken = '' } = {}] = authorizationData as { authorizationToken?: string }[];
  const registry = registryClient(account.endpoint, authorizationToken);
  await times((tag) => registry.pushImage('one', tag, `layer ${tag}`));
  const repositoryName = 'one';
  return {
    DescribeImages: { repositoryName },
    DescribeRepositories: {},
    ListImages: { repositoryName },
  };
};

export const ecs: Maker = async (send) => {
  await times((clusterName) => send('CreateCluster', { clusterName }));
  await times((family) =>
    send('RegisterTaskDefinition', {
      family,
      memory: '64',
      containerDefinitions: [{ name: 'app', image: 'not-there:1' }],
    }),
  );
  const cluster = 'one';
  await times((serviceName) =>
    send('CreateService', { cluster, serviceName, taskDefinition: 'one', desiredCount: 0 }),
  );
  const service = 'one';
  await times(() => send('UpdateService', { cluster, service, forceNewDeployment: true }));
  // They stop at once, since the image cannot be pulled.
  await send('RunTask', { cluster, taskDefinition: 'one', count: 3 });
  const stopped = { cluster, desiredStatus: 'STOPPED' };
  await until(async () => ((await send('ListTasks', stopped)).taskArns as string[]).length === 3);
  return {
    ListClusters: {},
    ListServiceDeployments: { cluster, service },
    ListServices: { cluster },
    ListTaskDefinitionFamilies: {},
    ListTaskDefinitions: {},
    ListTasks: stopped,
  };
};

/** Made here, these have keys that are not listed unless it is asked for (API reference, ListCertificates). */
const LISTED = { Includes: { keyTypes: ['EC_prime256v1'] } };

export const acm: Maker = async (send) => {
  await times((name) => {
    const { certificate, key } = makeCertificate(`${name}.example.com`);
    return send('ImportCertificate', {
      Certificate: Buffer.from(certificate),
      PrivateKey: Buffer.from(key),
    });
  });
  return { ListCertificates: LISTED };
};

export const elasticBeanstalk: Maker = async (send) => {
  const ApplicationName = 'several';
  await send('CreateApplication', { ApplicationName });
  const image = 'not-there:1';
  await times((VersionLabel) =>
    send('CreateApplicationVersion', {
      ApplicationName,
      VersionLabel,
      ImageConfiguration: { Source: { Uri: image } },
    }),
  );
  const SolutionStackName = '64bit Amazon Linux 2023 v4.13.0 running Docker';
  await times((name) =>
    send('CreateEnvironment', {
      ApplicationName,
      EnvironmentName: `several-${name}`,
      SolutionStackName,
      OptionSettings: [
        { Namespace: 'aws:autoscaling:asg', OptionName: 'MinSize', Value: '3' },
        {
          Namespace: 'aws:elasticbeanstalk:healthreporting:system',
          OptionName: 'SystemType',
          Value: 'enhanced',
        },
      ],
    }),
  );
  await until(async () => {
    const { Environments } = await send('DescribeEnvironments', { ApplicationName });
    return (Environments as { Status?: string }[]).every(({ Status }) => Status === 'Ready');
  });
  return {
    DescribeApplicationVersions: { ApplicationName },
    DescribeEnvironments: { ApplicationName },
    // Others come while it is read: these are of the environment's beginning.
    DescribeEvents: { EnvironmentName: 'several-one', EndTime: new Date() },
    DescribeInstancesHealth: { EnvironmentName: 'several-one' },
    ListPlatformVersions: {},
  };
};

export const elasticLoadBalancing: Maker = async (send, cloud) => {
  await times((Name) => send('CreateLoadBalancer', { Name, Subnets: ['subnet-a', 'subnet-b'] }));
  await times((Name) =>
    send('CreateTargetGroup', { Name, Protocol: 'HTTP', Port: 80, VpcId: 'vpc-1', TargetType: 'ip' }),
  );
  const { LoadBalancers } = await send('DescribeLoadBalancers', { Names: ['one'] });
  const [{ LoadBalancerArn = '' } = {}] = LoadBalancers as { LoadBalancerArn?: string }[];
  const { TargetGroups } = await send('DescribeTargetGroups', { Names: ['one'] });
  const [{ TargetGroupArn = '' } = {}] = TargetGroups as { TargetGroupArn?: string }[];
  const forward = [{ Type: 'forward', TargetGroupArn }];
  await times(async () =>
    send('CreateListener', {
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: await freePort(),
      DefaultActions: forward,
    }),
  );
  const { Listeners } = await send('DescribeListeners', { LoadBalancerArn });
  const [{ ListenerArn = '' } = {}] = Listeners as { ListenerArn?: string }[];
  for (const [index, name] of three.entries())
    await send('CreateRule', {
      ListenerArn,
      Priority: index + 1,
      Conditions: [{ Field: 'path-pattern', Values: [`/${name}`] }],
      Actions: forward,
    });
  const { CertificateSummaryList } = await (await senderTo(cloud, 'acm'))('ListCertificates', LISTED);
  const [first, ...others] = (CertificateSummaryList as { CertificateArn: string }[]).map(
    ({ CertificateArn }) => ({ CertificateArn }),
  );
  const secure = await send('CreateListener', {
    LoadBalancerArn,
    Protocol: 'HTTPS',
    Port: await freePort(),
    Certificates: [first],
    DefaultActions: forward,
  });
  const [{ ListenerArn: secureArn = '' } = {}] = secure.Listeners as { ListenerArn?: string }[];
  await send('AddListenerCertificates', { ListenerArn: secureArn, Certificates: others });
  return {
    DescribeAccountLimits: {},
    DescribeListenerCertificates: { ListenerArn: secureArn },
    DescribeListeners: { LoadBalancerArn },
    DescribeSSLPolicies: {},
    DescribeLoadBalancers: {},
    DescribeRules: { ListenerArn },
    DescribeTargetGroups: {},
  };
};

export const codebuild: Maker = async (send) => {
  await times((name) =>
    send('CreateProject', {
      name,
      source: { type: 'NO_SOURCE', buildspec: 'version: 0.2\nphases: {build: {commands: [true]}}' },
      artifacts: { type: 'NO_ARTIFACTS' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: 'aws/codebuild/standard:7.0',
        computeType: 'BUILD_GENERAL1_SMALL',
      },
      serviceRole: ROLE,
    }),
  );
  await times(() => send('StartBuild', { projectName: 'one' }));
  return { ListBuilds: {}, ListBuildsForProject: { projectName: 'one' }, ListProjects: {} };
};

export const lambda: Maker = async (send) => {
  await times(async (FunctionName) => {
    const Code = { ZipFile: zipOf(`export const handler = async () => ({ Status: 'SUCCEEDED' });`) };
    const about = { FunctionName, Handler: 'dist/index.handler', Runtime: 'nodejs24.x', Role: ROLE, Code };
    const DurableConfig = { ExecutionTimeout: 60, RetentionPeriodInDays: 1 };
    await send('CreateFunction', { ...about, ...(FunctionName === 'one' ? { DurableConfig } : {}) });
  });
  const FunctionName = 'one';
  for (const [index, Name] of three.entries()) {
    // A version is published only of what has changed.
    await send('UpdateFunctionConfiguration', { FunctionName, Environment: { Variables: { Name } } });
    await until(async () => {
      const { LastUpdateStatus } = await send('GetFunctionConfiguration', { FunctionName });
      return LastUpdateStatus === 'Successful';
    });
    const { Version } = await send('PublishVersion', { FunctionName });
    await send('CreateAlias', { FunctionName, Name, FunctionVersion: String(Version ?? index) });
  }
  const arns: string[] = [];
  await times(async (DurableExecutionName) => {
    const { DurableExecutionArn } = await send('Invoke', {
      FunctionName: 'one:one',
      DurableExecutionName,
      Payload: '{}',
    });
    arns.push(String(DurableExecutionArn));
  });
  return {
    GetDurableExecutionHistory: { DurableExecutionArn: arns[0] },
    ListAliases: { FunctionName },
    ListDurableExecutionsByFunction: { FunctionName },
    ListFunctions: {},
    ListVersionsByFunction: { FunctionName },
  };
};
