import type { ListVersionsByFunctionRequest, ListVersionsByFunctionResponse } from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeVersion } from '../functions/describe.ts';
import { page } from '../paging.ts';

/** Versions of one answer, at most and by default. */
const PAGE = 50;

export const listVersionsByFunction =
  ({
    account,
    registry,
  }: Context): Operation<ListVersionsByFunctionRequest, ListVersionsByFunctionResponse> =>
  ({ FunctionName = '', Marker, MaxItems }) => {
    const { latest, versions } = registry.get(FunctionName);
    const { items, next } = page([latest, ...versions.values()], Marker, MaxItems, PAGE);
    return {
      Versions: items.map((version) => describeVersion(account, version, version.version)),
      ...next,
    };
  };
