import type { AddTagsToResourceRequest, AddTagsToResourceResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { tagsOf, withTags } from '../tagging.ts';

export const addTagsToResource =
  ({ parameters }: Context): Operation<AddTagsToResourceRequest, AddTagsToResourceResult> =>
  ({ ResourceType, ResourceId = '', Tags = [] }) => {
    parameters.setTags(ResourceId, withTags(tagsOf(parameters, ResourceType, ResourceId), Tags));
    return {};
  };
