import type { AddTagsInput, AddTagsOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkTaggable, setTags } from '../tags.ts';

export const addTags =
  ({ registry }: Context): Operation<AddTagsInput, AddTagsOutput> =>
  (input) => {
    for (const arn of input.ResourceArns ?? []) checkTaggable(registry, arn);
    for (const arn of input.ResourceArns ?? []) setTags(registry, arn, input.Tags);
    return {};
  };
