import type { BeanstalkTarget, Bundle, OptionSetting } from '../deployment/beanstalk-target.ts';
import { type BeanstalkSettings, VARIABLES } from './beanstalk-schema.ts';

/** `target.beanstalk` in the words of the core. @param bundles the folders that it names */
export function toBeanstalkTarget(
  settings: BeanstalkSettings,
  bundles: ReadonlyMap<string, Bundle>,
): BeanstalkTarget {
  const { application, environment, standby, cname, containers, port, imageConfiguration } = settings;
  const { health, region, role, externalId } = settings;
  const bundle = settings.bundle === undefined ? undefined : bundles.get(settings.bundle);
  const options = optionsOf(settings);
  return {
    kind: 'beanstalk',
    application,
    environment,
    ...(standby !== undefined && cname !== undefined && { swap: { standby, cname } }),
    ...(bundle && { bundle }),
    ...(containers && { containers }),
    ...(port !== undefined && { port }),
    ...(imageConfiguration && { imageConfiguration }),
    ...(options.length > 0 && { options }),
    ...(health && { health }),
    ...(region !== undefined && { region }),
    ...(role !== undefined && { role }),
    ...(externalId !== undefined && { externalId }),
  };
}

export const COMMAND = 'aws:elasticbeanstalk:command';
export const TRAFFIC = 'aws:elasticbeanstalk:trafficsplitting';

/** All that is said of options, in one list: of the policy, of the environment variables and by themselves. */
function optionsOf({ policy, options = [], environmentVariables = {} }: BeanstalkSettings): OptionSetting[] {
  const list = [
    ...(policy ? optionsOfPolicy(policy) : []),
    ...options,
    ...Object.entries(environmentVariables).map(([name, value]) => ({ namespace: VARIABLES, name, value })),
  ];
  // The same settings in another order are the same settings.
  return list.sort((a, b) => `${a.namespace} ${a.name}`.localeCompare(`${b.namespace} ${b.name}`, 'en'));
}

/** @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html */
function optionsOfPolicy(policy: NonNullable<BeanstalkSettings['policy']>): OptionSetting[] {
  const { type, batchSize, timeoutSeconds, percent, minutes } = policy;
  const of = (namespace: string, name: string, value: string | number | undefined) =>
    value === undefined ? [] : [{ namespace, name, value: String(value).replace('%', '') }];
  return [
    ...of(COMMAND, 'DeploymentPolicy', type),
    ...of(
      COMMAND,
      'BatchSizeType',
      batchSize === undefined ? undefined : typeof batchSize === 'number' ? 'Fixed' : 'Percentage',
    ),
    ...of(COMMAND, 'BatchSize', batchSize),
    ...of(COMMAND, 'Timeout', timeoutSeconds),
    ...of(TRAFFIC, 'NewVersionPercent', percent),
    ...of(TRAFFIC, 'EvaluationTime', minutes),
  ];
}
