import type { Filter, Tag } from '@aws-sdk/client-ec2';
import { AwsError } from '../gateway/service.ts';
import { wildcard } from '../wildcard.ts';

/** By a filter's name, the values that an item has for it. */
export type Filterable<Item> = Readonly<Record<string, (item: Item) => readonly unknown[]>>;

/** "The maximum number of filter values": EC2 user guide, "Filter your resources". */
const MOST_VALUES = 200;

/**
 * The items that fit all filters: each by at least one of its values, in which * and ? stand for what one likes.
 * @throws AwsError InvalidParameterValue, FilterLimitExceeded
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
export function filtered<Item extends { readonly Tags?: readonly Tag[] | undefined }>(
  items: readonly Item[],
  filters: readonly Filter[] = [],
  filterable: Filterable<Item>,
): Item[] {
  if (filters.reduce((sum, { Values = [] }) => sum + Values.length, 0) > MOST_VALUES)
    throw new AwsError(
      'FilterLimitExceeded',
      `The maximum number of filter values specified on a single call is ${MOST_VALUES}`,
    );
  const tests = filters.map(({ Name = '', Values = [] }) => {
    const valuesOf = ofTags(Name) ?? filterable[Name];
    if (valuesOf === undefined)
      throw new AwsError('InvalidParameterValue', `The filter '${Name}' is invalid`);
    const patterns = Values.map((value) => wildcard(value, { ignoreCase: false, escapes: true }));
    return (item: Item) =>
      valuesOf(item).some((value) => value !== undefined && patterns.some((one) => one.test(String(value))));
  });
  return items.filter((item) => tests.every((fits) => fits(item)));
}

function ofTags(
  name: string,
): ((item: { readonly Tags?: readonly Tag[] | undefined }) => unknown[]) | undefined {
  if (name === 'tag-key') return ({ Tags = [] }) => Tags.map(({ Key }) => Key);
  if (!name.startsWith('tag:')) return undefined;
  const key = name.slice('tag:'.length);
  return ({ Tags = [] }) => Tags.filter(({ Key }) => Key === key).map(({ Value }) => Value);
}
