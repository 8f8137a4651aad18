import {
  DescribeApplicationVersionsCommand,
  DescribeEnvironmentsCommand,
  DescribeInstancesHealthCommand,
  ElasticBeanstalkClient,
  type EnvironmentDescription,
} from '@aws-sdk/client-elastic-beanstalk';

export const APPLICATION = 'slipway-sample';

const client = () => new ElasticBeanstalkClient({});

/** The image digest that each instance of an environment runs, by Elastic Beanstalk's word; its label where that tells none. */
export async function instanceDigests(EnvironmentName: string): Promise<string[]> {
  const { InstanceHealthList = [] } = await client().send(
    new DescribeInstancesHealthCommand({ EnvironmentName, AttributeNames: ['Deployment'] }),
  );
  const labels = InstanceHealthList.map(({ Deployment }) => Deployment?.VersionLabel ?? '');
  const { ApplicationVersions = [] } = await client().send(
    new DescribeApplicationVersionsCommand({ ApplicationName: APPLICATION }),
  );
  const digests = new Map(
    ApplicationVersions.map(({ VersionLabel = '', Description = '' }) => [
      VersionLabel,
      /sha256:[0-9a-f]{64}/.exec(Description)?.[0],
    ]),
  );
  return labels.map((label) => digests.get(label) ?? label);
}

export async function describeEnvironment(name: string): Promise<EnvironmentDescription> {
  const { Environments } = await client().send(new DescribeEnvironmentsCommand({ EnvironmentNames: [name] }));
  const [found] = Environments ?? [];
  if (!found) throw new Error(`there is no environment ${name}`);
  return found;
}
