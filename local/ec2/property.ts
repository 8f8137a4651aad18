import type { Tag } from '@aws-sdk/client-ec2';
import type { Properties } from '../cloudformation/provider.ts';

/** Templates may write booleans as text. */
export const isTrue = (value: unknown): boolean => value === true || value === 'true';

export const textOf = (value: unknown): string | undefined =>
  value === undefined ? undefined : String(value);

export const numberOf = (value: unknown): number | undefined =>
  value === undefined ? undefined : Number(value);

/** Those of the template: the ones that CloudFormation adds itself are not there. */
export function tagsOf({ Tags }: Properties): Tag[] {
  if (!Array.isArray(Tags)) return [];
  return Tags.map(({ Key, Value }: Record<string, unknown>) => ({ Key: String(Key), Value: String(Value) }));
}
