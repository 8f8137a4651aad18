import type { UntagResourceRequest, UntagResourceResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const untagResource =
  ({ repositories }: Context): Operation<UntagResourceRequest, UntagResourceResponse> =>
  ({ resourceArn, tagKeys }) => {
    const repository = repositories.byArn(resourceArn);
    for (const key of tagKeys ?? []) repository.resourceTags.delete(key);
    return {};
  };
