import { DescribeEnvironmentsCommand, type EnvironmentDescription } from '@aws-sdk/client-elastic-beanstalk';
import { Rejected } from '../../deployment/errors.ts';
import { allPages } from './pages.ts';
import type { Environment } from './target.ts';

/** The environments of a target, as they are now. */
export interface Described {
  /** What users reach. */
  readonly live: EnvironmentDescription;
  /** Of a pair that swaps addresses, the other one: what is new goes there. */
  readonly idle?: EnvironmentDescription;
}

/** @returns why they cannot be deployed to, in words that say what to do, where that is so */
export async function describe(environment: Environment): Promise<Described | { readonly refused: string }> {
  const { settings, region, name } = environment;
  const { swap } = settings;
  const names = [settings.environment, ...(swap ? [swap.standby] : [])];
  const found = await describeNamed(environment, names);
  const [first, second] = names.map((one) => found.find(({ EnvironmentName }) => EnvironmentName === one));
  if (first === undefined || (swap && second === undefined)) {
    const missing =
      first === undefined ? name : `environment ${swap?.standby} of the application ${settings.application}`;
    return {
      refused: `There is no ${missing} in ${region}: create it first, or correct the stage's target in slipway.yml.`,
    };
  }
  if (swap === undefined) return { live: first };
  const pair = [first, second].filter((one) => one !== undefined);
  const live = pair.find(({ CNAME = '' }) => hasAddress(CNAME, swap.cname));
  const idle = pair.find((one) => one !== live);
  if (live && idle) return { live, idle };
  const addresses = pair.map(({ EnvironmentName, CNAME }) => `${EnvironmentName} has ${CNAME}`).join(', ');
  return {
    refused: `Neither environment has the address ${swap.cname}: ${addresses}. Correct target.beanstalk.cname in slipway.yml.`,
  };
}

/** The same, for when they were there a moment ago. @throws Rejected where they no longer are */
export async function describeAgain(environment: Environment): Promise<Described> {
  const found = await describe(environment);
  if ('refused' in found) throw new Rejected(found.refused);
  return found;
}

export async function describeNamed(
  { beanstalk, settings }: Environment,
  EnvironmentNames: string[],
): Promise<EnvironmentDescription[]> {
  const ApplicationName = settings.application;
  const pages = await allPages((next) =>
    beanstalk.send(
      new DescribeEnvironmentsCommand({ ApplicationName, EnvironmentNames, IncludeDeleted: false, ...next }),
    ),
  );
  const found = pages.flatMap(({ Environments = [] }) => Environments);
  return found.filter(({ Status }) => Status !== 'Terminated');
}

/** `web-prod` is the address `web-prod.eu-west-1.elasticbeanstalk.com`, and so is the whole of it. */
function hasAddress(cname: string, wanted: string): boolean {
  const [is, asked] = [cname.toLowerCase(), wanted.toLowerCase()];
  return is === asked || is.startsWith(`${asked}.`);
}
