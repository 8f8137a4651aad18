import {
  type ConfigurationOptionSetting,
  type ConfigurationSettingsDescription,
  DescribeConfigurationSettingsCommand,
} from '@aws-sdk/client-elastic-beanstalk';
import type { OptionSetting } from '../../deployment/beanstalk-target.ts';
import type { Environment } from './target.ts';

/** The option settings that an environment has now, by `keyOf`. What is not set and has no default is not among them. */
export async function readSettings(
  environment: Environment,
  name: string,
): Promise<ReadonlyMap<string, string>> {
  const found = await describeSettings(environment, name);
  // While an update is under way there are two: what is to be and what is.
  return mapOf(found.find(({ DeploymentStatus }) => DeploymentStatus === 'deployed') ?? found[0]);
}

/**
 * Those that it is to have once the update of settings that is under way has ended; undefined while none is.
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_ConfigurationSettingsDescription.html (DeploymentStatus)
 */
export async function readSettingsToBe(
  environment: Environment,
  name: string,
): Promise<ReadonlyMap<string, string> | undefined> {
  const found = await describeSettings(environment, name);
  const pending = found.find(({ DeploymentStatus }) => DeploymentStatus === 'pending');
  return pending && mapOf(pending);
}

async function describeSettings(
  { beanstalk, settings }: Environment,
  EnvironmentName: string,
): Promise<ConfigurationSettingsDescription[]> {
  const { ConfigurationSettings = [] } = await beanstalk.send(
    new DescribeConfigurationSettingsCommand({ ApplicationName: settings.application, EnvironmentName }),
  );
  return ConfigurationSettings;
}

function mapOf(found: ConfigurationSettingsDescription | undefined): ReadonlyMap<string, string> {
  return new Map(
    (found?.OptionSettings ?? []).flatMap(({ Namespace = '', OptionName = '', Value }) =>
      Value === undefined ? [] : [[keyOf({ namespace: Namespace, name: OptionName }), Value] as const],
    ),
  );
}

export function keyOf({ namespace, name }: Pick<OptionSetting, 'namespace' | 'name'>): string {
  return `${namespace} ${name}`;
}

/** The same options, as the environment has them now. */
export function asTheyAre(
  options: readonly OptionSetting[],
  has: ReadonlyMap<string, string>,
): OptionSetting[] {
  return options.map(({ namespace, name }) => ({
    namespace,
    name,
    value: has.get(keyOf({ namespace, name })) ?? null,
  }));
}

/** Those that the environment does not have so. */
export function differing(
  options: readonly OptionSetting[],
  has: ReadonlyMap<string, string>,
): OptionSetting[] {
  return options.filter((option) => (has.get(keyOf(option)) ?? null) !== option.value);
}

/** For UpdateEnvironment. */
export function toUpdate(options: readonly OptionSetting[]): {
  OptionSettings?: ConfigurationOptionSetting[];
  OptionsToRemove?: ConfigurationOptionSetting[];
} {
  const set = options.flatMap(({ namespace: Namespace, name: OptionName, value: Value }) =>
    Value === null ? [] : [{ Namespace, OptionName, Value }],
  );
  const removed = options.flatMap(({ namespace: Namespace, name: OptionName, value }) =>
    value === null ? [{ Namespace, OptionName }] : [],
  );
  return {
    ...(set.length > 0 ? { OptionSettings: set } : {}),
    ...(removed.length > 0 ? { OptionsToRemove: removed } : {}),
  };
}
