import type {
  ConfigurationOptionSetting,
  OptionSpecification,
  ValidationMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import { invalid } from '../refuse.ts';
import { FREE_NAMESPACES, type KnownOption, OPTIONS } from './catalogue.ts';
import type { Settings } from './settings.ts';

/** Bytes of all variables together, names and values ("Environment properties", 4,096 on older platforms). */
const VARIABLES_LIMIT = 4096;

/** What is wrong with each option, in AWS's words where they are known. */
export function problemsOf(options: readonly ConfigurationOptionSetting[]): ValidationMessage[] {
  return options.flatMap(({ Namespace = '', OptionName = '', Value = '' }) => {
    const problem = problemOf(Namespace, OptionName, Value);
    return problem === undefined
      ? []
      : [{ Message: problem, Severity: 'error' as const, Namespace, OptionName }];
  });
}

/** @throws AwsError InvalidParameterValue for the first that is wrong */
export function checkOptions(options: readonly ConfigurationOptionSetting[] = []): void {
  const [problem] = problemsOf(options);
  if (problem) throw invalid(problem.Message ?? '');
}

/** @throws AwsError InvalidParameterValue for a name that AWS does not know */
export function checkRemoved(options: readonly OptionSpecification[] = []): void {
  for (const { Namespace = '', OptionName = '' } of options)
    if (!FREE_NAMESPACES.includes(Namespace) && !OPTIONS[Namespace]?.[OptionName])
      throw invalid(unknown(Namespace, OptionName));
}

/** What has to fit together. @throws AwsError InvalidParameterValue */
export function checkTogether(settings: Settings): void {
  const [low, high] = ['MinSize', 'MaxSize'].map((name) => settings.number('aws:autoscaling:asg', name));
  if ((low ?? 0) > (high ?? 0))
    throw invalid(
      `Invalid option specification (Namespace: 'aws:autoscaling:asg', OptionName: 'MinSize'): MinSize ${low} cannot be greater than MaxSize ${high}.`,
    );
  const isPercent = settings.get('aws:elasticbeanstalk:command', 'BatchSizeType') === 'Percentage';
  if (isPercent && settings.number('aws:elasticbeanstalk:command', 'BatchSize') > 100)
    throw invalid(
      "Invalid option value for option (Namespace: 'aws:elasticbeanstalk:command', OptionName: 'BatchSize'): a percentage is at most 100.",
    );
  const isSingle = settings.get('aws:elasticbeanstalk:environment', 'EnvironmentType') === 'SingleInstance';
  const policy = settings.get('aws:elasticbeanstalk:command', 'DeploymentPolicy');
  if (isSingle && ['Rolling', 'RollingWithAdditionalBatch', 'TrafficSplitting'].includes(policy))
    throw invalid(
      `Invalid option value: '${policy}' (Namespace: 'aws:elasticbeanstalk:command', OptionName: 'DeploymentPolicy'): a single-instance environment has AllAtOnce and Immutable only.`,
    );
  const length = Object.entries(settings.variables).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(`${name}=${value}`),
    0,
  );
  if (length > VARIABLES_LIMIT)
    throw invalid(
      `The total length of environment properties is ${length} bytes, which is above the limit of ${VARIABLES_LIMIT}.`,
    );
}

function problemOf(namespace: string, name: string, value: string): string | undefined {
  if (FREE_NAMESPACES.includes(namespace)) return name === '' ? unknown(namespace, name) : undefined;
  const option = OPTIONS[namespace]?.[name];
  if (!option) return unknown(namespace, name);
  const why = option.absent?.[value];
  if (why !== undefined) return `the local cloud does not support ${name}=${value} of ${namespace}: ${why}`;
  if (isAllowed(option, value)) return undefined;
  return `Invalid option value: '${value}' (Namespace: '${namespace}', OptionName: '${name}'): ${told(option)}`;
}

function isAllowed({ values, low, high }: KnownOption, value: string): boolean {
  if (values) return values.includes(value);
  if (low === undefined || high === undefined) return true;
  return /^-?\d+$/.test(value) && Number(value) >= low && Number(value) <= high;
}

const told = ({ values, low, high }: KnownOption) =>
  values
    ? `Value is not one of the allowed values: [${values.join(', ')}]`
    : `Value must be between ${low} and ${high}`;

const unknown = (namespace: string, name: string) =>
  `Invalid option specification (Namespace: '${namespace}', OptionName: '${name}'): Unknown configuration setting.`;
