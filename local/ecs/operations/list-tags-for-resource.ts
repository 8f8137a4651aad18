import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { taggedBy } from '../tagging.ts';

export const listTagsForResource =
  (context: Context): Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> =>
  (input) => ({ tags: [...taggedBy(context, input.resourceArn ?? '').read()] });
