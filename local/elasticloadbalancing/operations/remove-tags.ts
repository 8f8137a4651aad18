import type { RemoveTagsInput, RemoveTagsOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkTaggable } from '../tags.ts';

export const removeTags =
  ({ registry }: Context): Operation<RemoveTagsInput, RemoveTagsOutput> =>
  (input) => {
    for (const arn of input.ResourceArns ?? []) checkTaggable(registry, arn);
    for (const arn of input.ResourceArns ?? [])
      for (const key of input.TagKeys ?? []) registry.tags.get(arn)?.delete(key);
    return {};
  };
