import type { ListTagsForResourceInput, ListTagsForResourceOutput } from '@aws-sdk/client-cloudwatch';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { tagsTo } from '../tags.ts';

export const listTagsForResource =
  ({ book }: Context): Operation<ListTagsForResourceInput, ListTagsForResourceOutput> =>
  ({ ResourceARN = '' }) => ({ Tags: tagsTo(book.byArn(ResourceARN).tags) });
