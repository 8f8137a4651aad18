import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const listTagsForResource =
  ({ buses }: Context): Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> =>
  ({ ResourceARN }) => ({ Tags: [...buses.tagsOf(ResourceARN)].map(([Key, Value]) => ({ Key, Value })) });
