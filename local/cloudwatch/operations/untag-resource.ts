import type { UntagResourceInput } from '@aws-sdk/client-cloudwatch';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const untagResource =
  ({ book }: Context): Operation<UntagResourceInput, Record<string, never>> =>
  ({ ResourceARN = '', TagKeys = [] }) => {
    const alarm = book.byArn(ResourceARN);
    alarm.tags = new Map([...alarm.tags].filter(([key]) => !TagKeys.includes(key)));
    return {};
  };
