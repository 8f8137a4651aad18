import { AwsError } from '../../gateway/service.ts';
import type { Stack } from './stack.ts';

const UPDATABLE = [
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
];

/** @throws AwsError ValidationError */
export function checkUpdatable({ id, status }: Stack): void {
  if (!UPDATABLE.includes(status))
    throw new AwsError('ValidationError', `Stack:${id} is in ${status} state and can not be updated.`);
}

/** @throws AwsError ValidationError for members that would change what happens and that are not there */
export function refuse(input: object, members: readonly string[]): void {
  // Any member of the input by its name: which ones there are is the operation's own knowledge.
  const given = new Map<string, unknown>(Object.entries(input));
  for (const name of members) {
    const value = given.get(name);
    const isEmpty = value === undefined || value === false || (Array.isArray(value) && value.length === 0);
    if (!isEmpty) throw new AwsError('ValidationError', `the local cloud's CloudFormation has no ${name}`);
  }
}
