import * as z from 'zod';
import type { OneOffTask } from '../deployment/task.ts';

import { DEFAULT_TASK_TIMEOUT_SECONDS } from './defaults.ts';
import { duration } from './duration-field.ts';
import { formatDuration } from './durations.ts';
import { ecsName, plainName, variableName } from './names.ts';

const HOUR = 3600;

const oneOffTask = z.strictObject({
  /** Name of the task, unique in its list, e.g. `migrate`. */
  name: plainName,
  /** What its container runs instead of its own command: the program and its arguments, as a list. */
  command: z
    .array(z.string('must be text'), { error: 'must be a list, e.g. [node, migrate.mjs]' })
    .nonempty('must name at least a program'),
  /** Container whose command this is and whose exit code counts. Default: the one that gets the image. */
  container: ecsName.optional(),
  /** Duration after which the task is stopped and has failed (10s to 12h). Default 10m. */
  timeout: duration(10, 12 * HOUR).default(DEFAULT_TASK_TIMEOUT_SECONDS),
  /** Variables added to those of the container, for this task only; no secrets. Default: none. */
  environment: z
    .record(
      variableName,
      z.union([z.string(), z.number(), z.boolean()], { error: 'must be text' }).transform(String),
    )
    .optional(),
  /** CPU units of the whole task (128 to 196608; 1024 is one vCPU). Default: the revision's. */
  cpu: z.int('must be a whole number').min(128, 'is below 128').max(196_608, 'is above 196608').optional(),
  /** Memory of the whole task in MiB. Default: the revision's. */
  memory: z.int('must be a whole number').min(6, 'is below 6').optional(),
});

/** Each run of a task takes time, and a deployment waits for it: more of them belong into one program. */
export const oneOffTasks = z
  .array(oneOffTask)
  .max(10, 'must have at most 10 tasks')
  .superRefine((list, context) => {
    for (const [index, { name }] of list.entries())
      if (list.findIndex((other) => other.name === name) < index)
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: `"${name}" is the name of an earlier task`,
        });
  });

/** In the words of the core. */
export function toOneOffTask({
  timeout,
  container,
  environment,
  cpu,
  memory,
  ...task
}: Settings): OneOffTask {
  return {
    ...task,
    timeoutSeconds: timeout,
    ...(container !== undefined && { container }),
    ...(environment && { environment }),
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory }),
  };
}

type Settings = z.infer<typeof oneOffTask>;

/** `migrate [node migrate.mjs] within 10m` and what else is set, to see what changes. */
export function describeOneOffTask({ name, command, timeoutSeconds, ...more }: OneOffTask): string {
  const { container, environment, cpu, memory } = more;
  return [
    `${name} [${command.join(' ')}] within ${formatDuration(timeoutSeconds)}`,
    ...(container === undefined ? [] : [`container ${container}`]),
    ...Object.entries(environment ?? {}).map(([variable, value]) => `${variable}=${value}`),
    ...(cpu === undefined ? [] : [`cpu ${cpu}`]),
    ...(memory === undefined ? [] : [`memory ${memory}`]),
  ].join(' ');
}
