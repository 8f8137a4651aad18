import type {
  ListPlatformVersionsRequest,
  ListPlatformVersionsResult,
  PlatformFilter,
  PlatformSummary,
} from '@aws-sdk/client-elastic-beanstalk';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';
import { platformSummaries } from '../platforms.ts';
import { invalid } from '../refuse.ts';

export const listPlatformVersions =
  ({ account }: Context): Operation<ListPlatformVersionsRequest, ListPlatformVersionsResult> =>
  ({ Filters = [], ...asked }) => {
    const found = platformSummaries(account).filter((platform) =>
      Filters.every((filter) => fits(platform, filter)),
    );
    const { items, ...next } = page(found, asked, {
      refuse: () => new AwsError('ElasticBeanstalkServiceException', 'Invalid NextToken.'),
    });
    return { PlatformSummaryList: items, ...next };
  };

/** By API reference, PlatformFilter. */
function fits(
  platform: PlatformSummary,
  { Type = '', Operator = '=', Values = [] }: PlatformFilter,
): boolean {
  const values: Readonly<Record<string, string | undefined>> = {
    PlatformName: platform.PlatformBranchName,
    PlatformVersion: platform.PlatformVersion,
    PlatformStatus: platform.PlatformStatus,
    PlatformBranchName: platform.PlatformBranchName,
    PlatformLifecycleState: platform.PlatformLifecycleState,
    PlatformOwner: platform.PlatformOwner,
    SupportedTier: platform.SupportedTierList?.join(),
    SupportedAddon: platform.SupportedAddonList?.join(),
    ProgrammingLanguageName: undefined,
    OperatingSystemName: platform.OperatingSystemName,
  };
  if (!(Type in values)) throw invalid(`the local cloud does not filter platforms by ${Type}`);
  const own = values[Type] ?? '';
  if (Type === 'PlatformVersion' && Values[0] === 'latest') return true;
  if (Operator === '=') return Values.includes(own);
  if (Operator === '!=') return !Values.includes(own);
  if (Operator === 'contains') return Values.some((value) => own.includes(value));
  if (Operator === 'begins_with') return Values.some((value) => own.startsWith(value));
  if (Operator === 'ends_with') return Values.some((value) => own.endsWith(value));
  throw invalid(`the local cloud does not filter platforms by ${Type} ${Operator}`);
}
