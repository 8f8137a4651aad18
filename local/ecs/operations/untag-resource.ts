import type { UntagResourceRequest, UntagResourceResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { taggedBy } from '../tagging.ts';

export const untagResource =
  (context: Context): Operation<UntagResourceRequest, UntagResourceResponse> =>
  (input) => {
    const resource = taggedBy(context, input.resourceArn ?? '');
    resource.write(resource.read().filter(({ key }) => !input.tagKeys?.includes(key ?? '')));
    return {};
  };
