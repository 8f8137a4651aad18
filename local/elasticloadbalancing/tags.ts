import type { Tag } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../gateway/service.ts';
import type { Registry } from './registry.ts';

/** @throws AwsError DuplicateTagKeysException */
export function setTags(registry: Registry, arn: string, tags: readonly Tag[] | undefined): void {
  const keys = (tags ?? []).map(({ Key }) => Key);
  if (new Set(keys).size < keys.length)
    throw new AwsError('DuplicateTagKeysException', 'A tag key was specified more than once');
  const existing = registry.tags.get(arn) ?? new Map<string, string>();
  for (const { Key, Value } of tags ?? []) existing.set(Key ?? '', Value ?? '');
  registry.tags.set(arn, existing);
}

/** The tags of a resource as its stack has them now. @throws AwsError DuplicateTagKeysException */
export function replaceTags(registry: Registry, arn: string, tags: readonly Tag[] | undefined): void {
  registry.tags.delete(arn);
  setTags(registry, arn, tags);
}

/** @throws AwsError by the kind of resource that the ARN names */
export function checkTaggable(registry: Registry, arn: string): void {
  if (arn.includes(':targetgroup/')) registry.group(arn);
  else if (arn.includes(':listener-rule/')) registry.rule(arn);
  else if (arn.includes(':listener/')) registry.listener(arn);
  else registry.balancer(arn);
}
