import type { BeanstalkTarget, OptionSetting } from '../deployment/beanstalk-target.ts';
import { isSecret } from '../deployment/mask.ts';
import type { Stage } from '../deployment/model.ts';
import { COMMAND, TRAFFIC } from './beanstalk.ts';
import type { Finding } from './cross-checks.ts';
import { formatDuration } from './durations.ts';
import type { Path } from './location.ts';

/** What Elastic Beanstalk cannot do, options that are given twice, and values that should not be in a file. */
export function checkBeanstalk(
  { options = [] }: BeanstalkTarget,
  stage: Pick<Stage, 'before' | 'after' | 'rolloutLimitSeconds'>,
  at: Path,
): { readonly problems: readonly Finding[]; readonly warnings: readonly Finding[] } {
  const path: Path = [...at, 'target', 'beanstalk'];
  const problems: Finding[] = [];
  for (const when of ['before', 'after'] as const) {
    if (stage[when] === undefined) continue;
    const message =
      'cannot be run on Elastic Beanstalk, which has no one-off tasks: use a container_commands entry with leader_only in .ebextensions, or a hook in .platform, of the bundle';
    problems.push({ path: [...at, when], message });
  }
  const evaluation = evaluationMinutes(options);
  if (evaluation !== undefined && evaluation * 60 >= stage.rolloutLimitSeconds) {
    const message = `is ${formatDuration(stage.rolloutLimitSeconds)}, but TrafficSplitting alone looks at a new version for ${evaluation} minutes: each update would be stopped and taken back`;
    problems.push({ path: [...at, 'rollout', 'limit'], message });
  }
  const seen = new Set<string>();
  for (const { namespace, name } of options) {
    const key = `${namespace} ${name}`;
    if (seen.has(key)) {
      const message = `has ${name} of ${namespace}, which "policy" says as well: say it in one place`;
      problems.push({ path: [...path, 'options'], message });
    }
    seen.add(key);
  }
  const warnings = options.flatMap(({ name, value }): Finding[] => {
    if (value === null || !isSecret([name], value)) return [];
    const message = `has ${name}, which looks like a secret, and whoever may describe the environment can read it: keep it in Secrets Manager or Parameter Store, and give the option aws:elasticbeanstalk:application:environmentsecrets its ARN`;
    return [{ path, message }];
  });
  return { problems, warnings };
}

/** As AWS has it. @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html */
const DEFAULT_EVALUATION_MINUTES = 5;

/** How long an update by TrafficSplitting looks at what is new, as far as slipway.yml says; undefined with another policy. */
function evaluationMinutes(options: readonly OptionSetting[]): number | undefined {
  const value = (of: string, wanted: string) =>
    options.find(({ namespace, name }) => namespace === of && name === wanted)?.value ?? undefined;
  const policy = value(COMMAND, 'DeploymentPolicy');
  const minutes = value(TRAFFIC, 'EvaluationTime');
  if (policy === undefined) return minutes === undefined ? undefined : Number(minutes);
  return policy === 'TrafficSplitting' ? Number(minutes ?? DEFAULT_EVALUATION_MINUTES) : undefined;
}
