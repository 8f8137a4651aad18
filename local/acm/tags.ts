import type { Tag } from '@aws-sdk/client-acm';
import { AwsError } from '../gateway/service.ts';

/** API reference, AddTagsToCertificate. */
const MOST_TAGS = 50;

/** @throws AwsError InvalidTagException, TooManyTagsException */
export function addTags(tags: Map<string, string | undefined>, added: readonly Tag[]): void {
  for (const { Key = '' } of added)
    if (Key.startsWith('aws:'))
      throw new AwsError('InvalidTagException', `The tag key ${Key} must not begin with aws:`);
  const keys = new Set([...tags.keys(), ...added.map(({ Key = '' }) => Key)]);
  if (keys.size > MOST_TAGS)
    throw new AwsError('TooManyTagsException', `A certificate can have at most ${MOST_TAGS} tags.`);
  for (const { Key = '', Value } of added) tags.set(Key, Value);
}
