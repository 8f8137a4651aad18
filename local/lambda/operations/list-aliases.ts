import type { ListAliasesRequest, ListAliasesResponse } from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeAlias } from '../functions/describe.ts';
import { page } from '../paging.ts';

/** Aliases of one answer where the caller names no number. */
const PAGE = 50;

export const listAliases =
  ({ account, registry }: Context): Operation<ListAliasesRequest, ListAliasesResponse> =>
  ({ FunctionName = '', FunctionVersion, Marker, MaxItems }) => {
    const fn = registry.get(FunctionName);
    const aliases = [...fn.aliases.values()].filter(
      ({ version }) => FunctionVersion === undefined || version === FunctionVersion,
    );
    const { items, next } = page(aliases, Marker, MaxItems, PAGE);
    return { Aliases: items.map((alias) => describeAlias(account, fn.name, alias)), ...next };
  };
