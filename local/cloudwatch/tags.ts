import type { Tag } from '@aws-sdk/client-cloudwatch';

export const tagsFrom = (tags: readonly Tag[] | undefined): Map<string, string> =>
  new Map((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));

export const tagsTo = (tags: ReadonlyMap<string, string>): Tag[] =>
  [...tags].map(([Key, Value]) => ({ Key, Value }));
