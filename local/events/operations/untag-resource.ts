import type { UntagResourceRequest } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const untagResource =
  ({ buses }: Context): Operation<UntagResourceRequest, Record<string, never>> =>
  ({ ResourceARN, TagKeys: keys = [] }) => {
    const tags = buses.tagsOf(ResourceARN);
    for (const key of keys) tags.delete(key);
    return {};
  };
