/** What serverless.yml gives the functions. Each function has only what it needs. */
export type Setting =
  | 'SLIPWAY_TABLE'
  | 'SLIPWAY_BUS'
  | 'SLIPWAY_ACCOUNT'
  | 'RUN_DEPLOYMENT_ARN'
  | 'START_BUILD_ARN'
  | 'PROBE_TARGET_ARN'
  | 'PROBE_IN_VPC'
  | 'RUN_DEPLOYMENT_ROLE_ARN'
  | 'GITHUB_SECRET_PARAMETER'
  | 'SLACK_SECRET_PARAMETER'
  | 'WEBHOOK_SECRET_PARAMETER'
  | 'ANNOUNCE_ARN'
  | 'ANNOUNCE_URL_PARAMETER'
  | 'PROBE_LOOPBACK_SUFFIX';

/** @throws Error naming the setting that is missing */
export function setting(name: Setting): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`the environment variable ${name} is not set: see serverless.yml`);
  return value;
}

/** The region that the function runs in. Lambda always sets it. */
export function region(): string {
  const value = process.env.AWS_REGION;
  if (value === undefined) throw new Error('AWS_REGION is not set: this runs in AWS Lambda only');
  return value;
}

/** Where Slipway itself is. */
export function home(): { readonly region: string; readonly account: string } {
  return { region: region(), account: setting('SLIPWAY_ACCOUNT') };
}

/** Makes a thing when it is first needed, and then keeps it for as long as the function lives. */
export function once<Thing>(make: () => Thing): () => Thing {
  let made: { readonly thing: Thing } | undefined;
  return () => {
    made ??= { thing: make() };
    return made.thing;
  };
}
