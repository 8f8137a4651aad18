import type { ListTaskDefinitionsRequest, ListTaskDefinitionsResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

/** By family and then by revision; only those of a whole family name, and the active ones unless asked otherwise. */
export const listTaskDefinitions =
  ({ definitions }: Context): Operation<ListTaskDefinitionsRequest, ListTaskDefinitionsResponse> =>
  (input) => {
    const status = input.status ?? 'ACTIVE';
    const found = definitions.all
      .filter(({ description }) => description.status === status)
      .filter(({ family }) => input.familyPrefix === undefined || family === input.familyPrefix)
      .sort((one, other) => compare(one.family, other.family) || one.revision - other.revision);
    const { items, ...next } = page(input.sort === 'DESC' ? found.reverse() : found, input);
    return { taskDefinitionArns: items.map(({ arn }) => arn), ...next };
  };

/** By the characters' codes, whatever the language of this machine. */
const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));
