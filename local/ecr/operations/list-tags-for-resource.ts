import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const listTagsForResource =
  ({ repositories }: Context): Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> =>
  ({ resourceArn }) => ({
    tags: [...repositories.byArn(resourceArn).resourceTags].map(([Key, Value]) => ({ Key, Value })),
  });
