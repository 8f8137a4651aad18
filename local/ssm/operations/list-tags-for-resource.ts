import type { ListTagsForResourceRequest, ListTagsForResourceResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { tagsOf } from '../tagging.ts';

export const listTagsForResource =
  ({ parameters }: Context): Operation<ListTagsForResourceRequest, ListTagsForResourceResult> =>
  ({ ResourceType, ResourceId = '' }) => ({
    TagList: [...tagsOf(parameters, ResourceType, ResourceId)].map(([Key, Value]) => ({ Key, Value })),
  });
