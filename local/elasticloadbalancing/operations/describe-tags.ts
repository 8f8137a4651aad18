import type { DescribeTagsInput, DescribeTagsOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkTaggable } from '../tags.ts';

export const describeTags =
  ({ registry }: Context): Operation<DescribeTagsInput, DescribeTagsOutput> =>
  (input) => ({
    TagDescriptions: (input.ResourceArns ?? []).map((arn) => {
      checkTaggable(registry, arn);
      return {
        ResourceArn: arn,
        Tags: [...(registry.tags.get(arn) ?? [])].map(([Key, Value]) => ({ Key, Value })),
      };
    }),
  });
