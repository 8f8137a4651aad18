import { AwsError } from '../gateway/service.ts';

/** @throws AwsError NotImplemented for members that would change what happens and that are not there */
export function refuse(input: object, members: readonly string[]): void {
  const given = new Map<string, unknown>(Object.entries(input));
  const name = members.find((member) => given.get(member) !== undefined);
  if (name !== undefined)
    throw new AwsError('NotImplemented', `the local cloud's S3 has no ${name}`, { status: 501 });
}
