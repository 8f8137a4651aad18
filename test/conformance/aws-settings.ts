/** What these tests leave running for their minutes on AWS: a few small tasks, two load balancers, a public address each. */
const CONSENT = 'SLIPWAY_CONFORMANCE_YES';
const COST =
  'about 0.10 USD a run in us-east-1 (Fargate tasks, two load balancers, public addresses, for half an hour)';

/** That of the local cloud; AWS gives it to nobody. */
const LOCAL_ACCOUNT = '000000000000';

/**
 * The variables that lead calls elsewhere than to AWS. Only they can from now on: endpoints that a profile names are switched
 * off in this environment ("Service-specific endpoints", AWS SDKs and Tools Reference Guide), where they would not be seen.
 */
export function endpointVariables(env: NodeJS.ProcessEnv): string[] {
  const names = Object.keys(env).filter((name) => name.startsWith('AWS_ENDPOINT_URL') && env[name]);
  // The switch is for variables too.
  env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = String(names.length === 0);
  return names;
}

/**
 * What `TARGET=aws` takes from the environment, looked at before any call.
 *
 * @throws Error when something is missing, or when the calls would not go to AWS
 */
export function awsSettings(env: NodeJS.ProcessEnv) {
  if (env[CONSENT] !== '1')
    throw new Error(
      `TARGET=aws makes and deletes real resources, for ${COST}: set ${CONSENT}=1 to allow that`,
    );
  const elsewhere = endpointVariables(env);
  if (elsewhere.length > 0)
    throw new Error(
      `TARGET=aws would not try AWS, but what answers at ${elsewhere.join(', ')}: unset ${elsewhere.length > 1 ? 'them' : 'it'}`,
    );
  const needed = (name: string, what: string): string => {
    const value = env[name];
    if (!value) throw new Error(`TARGET=aws needs ${name}: ${what}`);
    return value;
  };
  const list = (name: string, what: string) => needed(name, what).split(/[\s,]+/);
  return {
    region: needed('AWS_REGION', 'the region to make everything in'),
    vpc: needed('SLIPWAY_CONFORMANCE_VPC', 'the id of a VPC with an internet gateway'),
    subnets: list(
      'SLIPWAY_CONFORMANCE_SUBNETS',
      'ids of public subnets of that VPC in two zones, with a comma',
    ),
    securityGroups: list(
      'SLIPWAY_CONFORMANCE_SECURITY_GROUPS',
      'ids of security groups of that VPC that let in port 80 from here and port 3000 from themselves, and all out',
    ),
  };
}

/** @throws Error for the account of a local cloud, which must not be taken for AWS */
export function checkAccount(account = ''): string {
  if (/^\d{12}$/.test(account) && account !== LOCAL_ACCOUNT) return account;
  throw new Error(`TARGET=aws: the account ${account || 'without a number'} is not one of AWS`);
}
