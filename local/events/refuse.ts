import { AwsError } from '../gateway/service.ts';

/** @throws AwsError ValidationException for members that would change what happens and that are not there */
export function refuse(input: object, members: readonly string[]): void {
  const given = new Map<string, unknown>(Object.entries(input));
  for (const name of members)
    if (given.get(name) !== undefined)
      throw new AwsError('ValidationException', `the local cloud's EventBridge has no ${name}`);
}
