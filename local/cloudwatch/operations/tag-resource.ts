import type { TagResourceInput } from '@aws-sdk/client-cloudwatch';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { tagsFrom } from '../tags.ts';

export const tagResource =
  ({ book }: Context): Operation<TagResourceInput, Record<string, never>> =>
  ({ ResourceARN = '', Tags }) => {
    book.tag(book.byArn(ResourceARN), tagsFrom(Tags));
    return {};
  };
