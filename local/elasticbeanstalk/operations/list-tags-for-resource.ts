import type {
  ListTagsForResourceMessage,
  ResourceTagsDescriptionMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { taggedBy } from '../tagging.ts';

export const listTagsForResource =
  (context: Context): Operation<ListTagsForResourceMessage, ResourceTagsDescriptionMessage> =>
  ({ ResourceArn = '' }) => ({ ResourceArn, ResourceTags: [...taggedBy(context, ResourceArn).tags] });
