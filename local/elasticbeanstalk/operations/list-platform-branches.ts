import type {
  ListPlatformBranchesRequest,
  ListPlatformBranchesResult,
  SearchFilter,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';
import { platformSummaries } from '../platforms.ts';
import { invalid } from '../refuse.ts';

export const listPlatformBranches =
  ({ account }: Context): Operation<ListPlatformBranchesRequest, ListPlatformBranchesResult> =>
  ({ Filters = [], ...asked }, { pageSize }) => {
    const newest = new Map(
      platformSummaries(account)
        .toReversed()
        .map((platform) => [platform.PlatformBranchName, platform]),
    );
    const branches = [...newest.values()].reverse().map((platform, index) => ({
      PlatformName: 'Docker',
      BranchName: platform.PlatformBranchName,
      LifecycleState: platform.PlatformBranchLifecycleState,
      BranchOrder: index + 1,
      SupportedTierList: platform.SupportedTierList,
    }));
    const found = branches.filter((branch) =>
      Filters.every((filter) => fits(new Map(Object.entries(branch)), filter)),
    );
    const { items, ...next } = page(found, { ...asked, MaxRecords: pageSize ?? asked.MaxRecords });
    return { PlatformBranchSummaryList: items, ...next };
  };

/** By API reference, ListPlatformBranches. */
function fits(
  branch: ReadonlyMap<string, unknown>,
  { Attribute = '', Operator = '=', Values = [] }: SearchFilter,
): boolean {
  const own = String(branch.get(Attribute === 'TierType' ? 'SupportedTierList' : Attribute) ?? '');
  switch (Operator) {
    case '=':
    case 'in':
      return Values.includes(own);
    case '!=':
    case 'not_in':
      return !Values.includes(own);
    case 'contains':
      return Values.some((value) => own.includes(value));
    case 'begins_with':
      return Values.some((value) => own.startsWith(value));
    case 'ends_with':
      return Values.some((value) => own.endsWith(value));
    default:
      throw invalid(`the local cloud does not filter platform branches by ${Operator}`);
  }
}
