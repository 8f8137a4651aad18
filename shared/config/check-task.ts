import { isJsonList, isJsonObject } from '../deployment/json.ts';
import { isSecret } from '../deployment/mask.ts';
import type { TaskSettings } from '../deployment/model.ts';
import type { Finding } from './cross-checks.ts';
import type { Path } from './location.ts';

/** Settings of containers that the template does not have, and values that look as if they should not be in a file. */
export function checkTask(
  { template, containers = {} }: TaskSettings = {},
  at: Path,
): { readonly problems: readonly Finding[]; readonly warnings: readonly Finding[] } {
  const problems: Finding[] = [];
  const warnings: Finding[] = [];
  const list = template?.definition.containerDefinitions;
  const known = isJsonList(list) ? list.map((one) => (isJsonObject(one) ? String(one.name) : '')) : undefined;
  for (const [name, { environment = {} }] of Object.entries(containers)) {
    const path: Path = [...at, 'containers', name];
    if (known !== undefined && !known.includes(name)) {
      const message = `is no container of ${template?.file}: it has ${known.join(', ')}`;
      problems.push({ path, message });
    }
    for (const [variable, value] of Object.entries(environment)) {
      if (value === null || !isSecret([variable], value)) continue;
      const message =
        'looks like a secret, and whoever may read the task definition can read it: put it under "secrets"';
      warnings.push({ path: [...path, 'environment', variable], message });
    }
  }
  return { problems, warnings };
}
