import type { Tag } from '@aws-sdk/client-ecr';
import { AwsError } from '../gateway/service.ts';
import type { Repository } from './repository.ts';

/** Tags that a resource may have (API reference, TagResource). */
const MAXIMUM_TAGS = 50;

/** @throws AwsError TooManyTagsException */
export function setTags(repository: Repository, tags: readonly Tag[] | undefined): void {
  const merged = new Map(repository.resourceTags);
  for (const { Key, Value } of tags ?? []) merged.set(Key ?? '', Value ?? '');
  if (merged.size > MAXIMUM_TAGS)
    throw new AwsError('TooManyTagsException', `A resource can have ${MAXIMUM_TAGS} tags at most`);
  for (const [key, value] of merged) repository.resourceTags.set(key, value);
}
