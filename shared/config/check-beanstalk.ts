import type { BeanstalkTarget } from '../deployment/beanstalk-target.ts';
import { isSecret } from '../deployment/mask.ts';
import type { Stage } from '../deployment/model.ts';
import type { Finding } from './cross-checks.ts';
import type { Path } from './location.ts';

/** What Elastic Beanstalk cannot do, options that are given twice, and values that should not be in a file. */
export function checkBeanstalk(
  { options = [] }: BeanstalkTarget,
  stage: Pick<Stage, 'before' | 'after'>,
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
