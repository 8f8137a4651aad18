import * as z from 'zod';
import { deployerRole, externalId, regionName } from './names.ts';

const policyTypes = [
  'AllAtOnce',
  'Rolling',
  'RollingWithAdditionalBatch',
  'Immutable',
  'TrafficSplitting',
] as const;

/** @see https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateApplicationVersion.html */
const applicationName = z
  .string()
  .regex(
    /^[^/\p{Cc}]{1,100}$/u,
    'must be the name of an Elastic Beanstalk application: 1 to 100 characters, no "/"',
  );

/** @see https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateEnvironment.html */
const environmentName = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9-]{2,38})[A-Za-z0-9]$/,
    'must be the name of an environment: 4 to 40 letters, digits or "-"',
  );

/** @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html (aws:elasticbeanstalk:command) */
const policy = z
  .strictObject({
    /** AllAtOnce, Rolling, RollingWithAdditionalBatch, Immutable or TrafficSplitting. */
    type: z.enum(policyTypes, {
      error: `must be ${policyTypes.slice(0, -1).join(', ')} or ${policyTypes.at(-1)}`,
    }),
    /** Instances of a batch: a number of them, or a share such as `30%`. Of the two rolling policies. */
    batchSize: z
      .union([z.int().min(1).max(10_000), z.string().regex(/^(?:[1-9]\d?|100)%$/)], {
        error: 'must be a number of instances, or a share such as "30%"',
      })
      .optional(),
    /** Seconds that Elastic Beanstalk gives an instance for its commands (1 to 3600). */
    timeoutSeconds: z
      .int('must be a whole number')
      .min(1, 'is below 1')
      .max(3600, 'is above 3600')
      .optional(),
    /** Share of the requests that the new version gets first, such as `10%`. Of TrafficSplitting. */
    percent: z
      .string()
      .regex(/^(?:[1-9]\d?|100)%$/, 'must be a share such as "10%"')
      .optional(),
    /** Minutes that the new version is then looked at (3 to 600). Of TrafficSplitting. */
    minutes: z.int('must be a whole number').min(3, 'is below 3').max(600, 'is above 600').optional(),
  })
  .check(({ value, issues }) => {
    const of = (keys: readonly ('batchSize' | 'percent' | 'minutes')[], only: string) => {
      for (const key of keys.filter((one) => value[one] !== undefined))
        issues.push({ code: 'custom', path: [key], message: `is only for ${only}`, input: value });
    };
    if (!value.type.startsWith('Rolling')) of(['batchSize'], 'Rolling and RollingWithAdditionalBatch');
    if (value.type !== 'TrafficSplitting') of(['percent', 'minutes'], 'TrafficSplitting');
  });

const text = z.union([z.string(), z.number(), z.boolean()], { error: 'must be text' }).transform(String);

const option = z.strictObject({
  /** As `aws elasticbeanstalk describe-configuration-options` names it: `aws:autoscaling:asg`. */
  namespace: z.string().min(1, 'is empty').max(200, 'is longer than 200 characters'),
  name: z.string().min(1, 'is empty').max(200, 'is longer than 200 characters'),
  value: text,
});

/** A folder beside slipway.yml: `/` is another place on everybody's machine. */
const bundleFolder = z
  .string()
  .regex(
    /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$)).+$/,
    'must be a folder beside or below slipway.yml, without ".."',
  );

export const beanstalk = z
  .strictObject({
    /** Name of the Elastic Beanstalk application. */
    application: applicationName,
    /** Name of the environment in it; it must be there. */
    environment: environmentName,
    /** `update`: the environment itself is updated; `swap`: blue/green with `standby` by a swap of their addresses. Default `update`. */
    strategy: z.enum(['update', 'swap'], { error: 'must be "update" or "swap"' }).optional(),
    /** Name of the second environment. Of `swap`. */
    standby: environmentName.optional(),
    /** The address that users have, which goes from one environment to the other: its prefix or the whole. Of `swap`. */
    cname: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.:-]*$/i, 'must be an address such as "web-prod", without "http://"')
      .optional(),
    /** Folder with the source bundle: Dockerrun.aws.json or docker-compose.yml, with .ebextensions, .platform beside it. Default: a Dockerrun.aws.json is made. */
    bundle: bundleFolder.optional(),
    /** Services or containers of the bundle that get the image. Default: those whose image is from the pipeline's repository. */
    containers: z
      .array(z.string().min(1, 'is empty'))
      .nonempty('must name at least one, or be left out')
      .optional(),
    /** Port on which the container listens, for the Dockerrun.aws.json that is made. */
    port: z.int('must be a port').min(1, 'must be a port').max(65_535, 'must be a port').optional(),
    /** Make versions of the image alone, without a source bundle (the platform must be able to). Default: no. */
    imageConfiguration: z.literal(true, { error: 'must be true, or be left out' }).optional(),
    /** How the environment deploys a version. Default: as it is set. */
    policy: policy.optional(),
    /** Option settings that the environment is to have. Default: none; what is not named stays. */
    options: z.array(option).max(200, 'must be at most 200').optional(),
    /** Environment variables by name; null removes. */
    environmentVariables: z
      .record(
        z.string().regex(/^[A-Za-z_][A-Za-z0-9_.]*$/, 'must be the name of a variable'),
        z.union([text, z.null()], { error: 'must be text, or null to remove it' }),
      )
      .optional(),
    /** The worst health of the environment that still counts as healthy: Ok, Info or Warning. Default Info. */
    health: z.enum(['Ok', 'Info', 'Warning'], { error: 'must be Ok, Info or Warning' }).optional(),
    /** AWS region of the environment. Default: the region that Slipway runs in. */
    region: regionName.optional(),
    /** ARN of the role under which the environment is updated, `arn:aws:iam::ACCOUNT:role/slipway-deployer…`. Default: Slipway's own. */
    role: deployerRole.optional(),
    /** The external id that the role's trust asks for. Default: none. */
    externalId: externalId.optional(),
  })
  .check(({ value, issues }) => {
    const problem = (path: PropertyKey[], message: string) =>
      issues.push({ code: 'custom', path, message, input: value });
    const { strategy, standby, cname, bundle, port, imageConfiguration, environment } = value;
    for (const key of ['standby', 'cname'] as const) {
      if (strategy === 'swap' && value[key] === undefined)
        problem([key], 'is missing: the strategy "swap" needs it');
      if (strategy !== 'swap' && value[key] !== undefined) problem([key], 'is only for "strategy: swap"');
    }
    if (strategy === 'swap' && standby === environment) problem(['standby'], 'must be another environment');
    if (cname?.includes('/')) problem(['cname'], 'must be an address without a path');
    if (bundle !== undefined && imageConfiguration)
      problem(
        ['imageConfiguration'],
        'cannot be given beside "bundle": a version is made of the one or the other',
      );
    if (bundle === undefined && !imageConfiguration && port === undefined)
      problem(
        ['port'],
        'is missing: on which port does the container listen? Or name a "bundle" that says so',
      );
    if (bundle !== undefined && port !== undefined) problem(['port'], 'is said by the bundle: leave it out');
    if (bundle === undefined && value.containers) problem(['containers'], 'is only for a "bundle"');
    if (value.externalId !== undefined && value.role === undefined)
      problem(['externalId'], 'needs "role" to be taken with it');
    const seen = new Set<string>();
    for (const [index, { namespace, name }] of (value.options ?? []).entries()) {
      const key = `${namespace} ${name}`;
      if (seen.has(key)) problem(['options', index], `"${name}" of "${namespace}" is given twice`);
      if (namespace === VARIABLES)
        problem(['options', index], 'is an environment variable: put it under "environmentVariables"');
      seen.add(key);
    }
  });

export type BeanstalkSettings = z.infer<typeof beanstalk>;

/** The namespace of an environment's own variables. */
export const VARIABLES = 'aws:elasticbeanstalk:application:environment';
