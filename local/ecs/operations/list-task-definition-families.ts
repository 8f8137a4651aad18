import type {
  ListTaskDefinitionFamiliesRequest,
  ListTaskDefinitionFamiliesResponse,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

/** A family is active as long as one of its revisions is. */
export const listTaskDefinitionFamilies =
  ({
    definitions,
  }: Context): Operation<ListTaskDefinitionFamiliesRequest, ListTaskDefinitionFamiliesResponse> =>
  (input) => {
    const active = new Set(
      definitions.all
        .filter(({ description }) => description.status === 'ACTIVE')
        .map(({ family }) => family),
    );
    const asked = input.status ?? 'ACTIVE';
    const families = [...new Set(definitions.all.map(({ family }) => family))]
      .filter((family) => asked === 'ALL' || active.has(family) === (asked === 'ACTIVE'))
      .filter((family) => family.startsWith(input.familyPrefix ?? ''))
      .sort();
    const { items, ...next } = page(families, input);
    return { families: items, ...next };
  };
