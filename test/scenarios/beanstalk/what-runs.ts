import {
  type ApplicationVersionDescription,
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
  const labels: string[] = [];
  for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
    const page = await client().send(
      new DescribeInstancesHealthCommand({ EnvironmentName, AttributeNames: ['Deployment'], NextToken }),
    );
    labels.push(...(page.InstanceHealthList ?? []).map(({ Deployment }) => Deployment?.VersionLabel ?? ''));
    NextToken = page.NextToken;
  }
  const versions: ApplicationVersionDescription[] = [];
  for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
    const page = await client().send(
      new DescribeApplicationVersionsCommand({ ApplicationName: APPLICATION, NextToken }),
    );
    versions.push(...(page.ApplicationVersions ?? []));
    NextToken = page.NextToken;
  }
  const digests = new Map(
    versions.map(({ VersionLabel = '', Description = '' }) => [
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
