import type { ResourceTypeForTagging, Tag } from '@aws-sdk/client-ssm';
import { AwsError } from '../gateway/service.ts';
import type { Parameters } from './parameters.ts';

/** That a resource can have: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html */
const MOST_TAGS = 50;

/** The tags of what may be tagged here: a parameter, by its name. @throws AwsError InvalidResourceType, InvalidResourceId */
export function tagsOf(
  parameters: Parameters,
  type: ResourceTypeForTagging | undefined,
  name: string,
): Map<string, string> {
  if (type !== 'Parameter')
    throw new AwsError('InvalidResourceType', `the local cloud's Systems Manager has no ${type}`);
  if (!parameters.find(name))
    throw new AwsError('InvalidResourceId', `There is no parameter with the name ${name}.`);
  return new Map(parameters.tags(name));
}

/** @throws AwsError TooManyTagsError */
export function withTags(tags: ReadonlyMap<string, string>, added: readonly Tag[]): Map<string, string> {
  const all = new Map(tags);
  for (const { Key = '', Value = '' } of added) all.set(Key, Value);
  if (all.size > MOST_TAGS)
    throw new AwsError('TooManyTagsError', `A resource can have at most ${MOST_TAGS} tags.`);
  return all;
}
