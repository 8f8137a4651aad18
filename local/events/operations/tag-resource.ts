import type { TagResourceRequest } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const tagResource =
  ({ buses }: Context): Operation<TagResourceRequest, Record<string, never>> =>
  ({ ResourceARN = '', Tags }) => {
    buses.setTags(ResourceARN, Tags);
    return {};
  };
