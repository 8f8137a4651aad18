import type { RemoveTagsFromResourceRequest, RemoveTagsFromResourceResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { tagsOf } from '../tagging.ts';

export const removeTagsFromResource =
  ({ parameters }: Context): Operation<RemoveTagsFromResourceRequest, RemoveTagsFromResourceResult> =>
  ({ ResourceType, ResourceId = '', TagKeys = [] }) => {
    const tags = tagsOf(parameters, ResourceType, ResourceId);
    for (const key of TagKeys) tags.delete(key);
    parameters.setTags(ResourceId, tags);
    return {};
  };
