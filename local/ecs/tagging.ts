import type { Tag } from '@aws-sdk/client-ecs';
import { AwsError } from '../gateway/service.ts';
import { nameOf } from './arns.ts';
import type { Context } from './context.ts';

/** Tags that a resource can have (API reference, TagResource). */
const MOST_TAGS = 50;

export interface Tagged {
  read(): readonly Tag[];
  write(tags: Tag[]): void;
}

/** What an ARN names, as something with tags. @throws AwsError InvalidParameterException, ResourceNotFoundException */
export function taggedBy(context: Context, arn: string): Tagged {
  const [kind, clusterName] = arn.slice(arn.lastIndexOf(':ecs:')).split(':').slice(4).join(':').split('/');
  const missing = new AwsError('InvalidParameterException', `The specified resource is not found: ${arn}.`);
  if (kind === 'cluster') return holder(context.clusters.get(arn), missing);
  if (kind === 'service')
    return holder(context.clusters.get(clusterName)?.services.get(nameOf(arn))?.service, missing);
  if (kind === 'task-definition') return holder(context.definitions.get(arn), missing);
  if (kind === 'task')
    throw new AwsError(
      'UnsupportedFeatureException',
      'the local cloud tags tasks when they are started only',
    );
  throw new AwsError('InvalidParameterException', `Invalid arn: ${arn}`);
}

function holder(resource: { tags: Tag[] } | undefined, missing: AwsError): Tagged {
  if (!resource) throw missing;
  return {
    read: () => resource.tags,
    write: (tags) => {
      resource.tags = tags;
    },
  };
}

/**
 * Looks at the tags of a request.
 * @throws AwsError InvalidParameterException for a key that is AWS's own or is there twice
 */
export function checkTags(tags: readonly Tag[]): void {
  const keys = tags.map(({ key = '' }) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined)
    throw new AwsError(
      'InvalidParameterException',
      `Duplicate tag keys found: ${twice}. Each key must be unique.`,
    );
  if (keys.some((key) => key.toLowerCase().startsWith('aws:')))
    throw new AwsError(
      'InvalidParameterException',
      'Some tags contain invalid keys. Keys with the prefix aws: are for internal use only.',
    );
}

/** @throws AwsError InvalidParameterException for more tags than there may be */
export function merged(existing: readonly Tag[], added: readonly Tag[]): Tag[] {
  const byKey = new Map([...existing, ...added].map((tag) => [tag.key ?? '', tag]));
  if (byKey.size > MOST_TAGS)
    throw new AwsError('InvalidParameterException', `A resource can have at most ${MOST_TAGS} tags.`);
  return [...byKey.values()];
}
