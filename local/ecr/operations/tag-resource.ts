import type { TagResourceRequest, TagResourceResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { setTags } from '../tags.ts';

export const tagResource =
  ({ repositories }: Context): Operation<TagResourceRequest, TagResourceResponse> =>
  ({ resourceArn, tags }) => {
    setTags(repositories.byArn(resourceArn), tags);
    return {};
  };
