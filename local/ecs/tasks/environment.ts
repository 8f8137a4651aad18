import type { EnvironmentFile, KeyValuePair } from '@aws-sdk/client-ecs';
import type { Context } from '../context.ts';
import type { ContainerRun } from './container-run.ts';
import type { ExecutionRole } from './execution-role.ts';
import { roleEnvironment } from './roles.ts';
import type { Task } from './task.ts';
import { TaskStartError } from './task-start-error.ts';

/**
 * The variables that a container starts with. What comes later is stronger: what ECS says of the task, files, the
 * definition's own variables, secrets, and the override's ("Pass an individual environment variable to an Amazon ECS
 * container", "Pass environment variables to an Amazon ECS container").
 * @throws TaskStartError
 */
export function environmentOf(
  context: Context,
  task: Task,
  container: ContainerRun,
  role: ExecutionRole,
): Record<string, string> {
  const { definition, override } = container;
  return {
    ...roleEnvironment(context, task, container),
    ...filesOf(context, override?.environmentFiles ?? definition.environmentFiles ?? [], role),
    ...variables(definition.environment),
    ...secretsOf(container, role),
    ...variables(override?.environment),
  };
}

const variables = (pairs: readonly KeyValuePair[] = []): Record<string, string> =>
  Object.fromEntries(pairs.map(({ name = '', value = '' }) => [name, value]));

/** Of a variable that is there more than once the first holds ("Considerations for environment variable files"). */
function filesOf(
  { objects }: Context,
  files: readonly EnvironmentFile[],
  role: ExecutionRole,
): Record<string, string> {
  return Object.assign({}, ...files.map(({ value = '' }) => fileAt(objects, value, role)).reverse());
}

function fileAt(objects: Context['objects'], arn: string, role: ExecutionRole): Record<string, string> {
  const [bucket = '', ...key] = arn.replace(/^arn:[^:]*:s3:::/, '').split('/');
  try {
    role.checkFile(arn);
    return readLines(objects.get(bucket, key.join('/')).toString('utf8'));
  } catch (cause) {
    throw new TaskStartError(
      `ResourceInitializationError: failed to download env files: file download command: ${arn}: ${messageOf(cause)}`,
      { cause },
    );
  }
}

/** `NAME=value` in each line, the value as it stands: quotes and spaces belong to it. */
function readLines(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => !line.startsWith('#') && line.indexOf('=') > 0);
  const pairs = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  return Object.fromEntries(pairs.reverse());
}

function secretsOf({ definition }: ContainerRun, role: ExecutionRole): Record<string, string> {
  return Object.fromEntries(
    (definition.secrets ?? []).map(({ name = '', valueFrom = '' }) => [name, role.secret(valueFrom)]),
  );
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
