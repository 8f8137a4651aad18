import type { TagResourceRequest, TagResourceResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { merged, taggedBy } from '../tagging.ts';

export const tagResource =
  (context: Context): Operation<TagResourceRequest, TagResourceResponse> =>
  (input) => {
    const resource = taggedBy(context, input.resourceArn ?? '');
    resource.write(merged(resource.read(), input.tags ?? []));
    return {};
  };
