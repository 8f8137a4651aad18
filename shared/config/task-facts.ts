import { DOTS, isSecret } from '../deployment/mask.ts';
import type { TaskSettings } from '../deployment/model.ts';
import { type Facts, fact, hash } from './facts.ts';

/** What a stage says of its task definition, for a diff of two versions: field by field, secrets not shown. */
export function taskFacts({ template, cpu, memory, tags = {}, containers = {} }: TaskSettings = {}): Facts {
  return {
    'target.task.template': template && `${template.file} (${hash(JSON.stringify(template.definition))})`,
    'target.task.cpu': cpu,
    'target.task.memory': memory,
    ...valueFacts('target.task.tags', tags),
    ...Object.fromEntries(
      Object.entries(containers).flatMap(([name, { environment, secrets, command, ...sizes }]) => {
        const at = `target.task.containers.${name}`;
        return Object.entries({
          ...valueFacts(`${at}.environment`, environment),
          ...valueFacts(`${at}.secrets`, secrets),
          ...Object.fromEntries(
            Object.entries(sizes).map(([size, value]) => [`${at}.${size}`, String(value)]),
          ),
          [`${at}.command`]: command && {
            is: JSON.stringify(command),
            shown: isSecret(['command'], command) ? DOTS : command.join(' '),
          },
        });
      }),
    ),
  };
}

function valueFacts(at: string, values: Readonly<Record<string, string | null>> = {}): Facts {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      `${at}.${name}`,
      value === null ? { is: 'null', shown: 'nothing (removed)' } : fact([...at.split('.'), name], value),
    ]),
  );
}
