import type { DescribeLogGroupsRequest, DescribeLogGroupsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import type { LogGroup } from '../groups.ts';
import { page } from '../paging.ts';

/** Groups of one answer, at most and by default. */
const MAX_GROUPS = 50;

export const describeLogGroups =
  ({ groups }: Context): Operation<DescribeLogGroupsRequest, DescribeLogGroupsResponse> =>
  (input) => {
    const { logGroupNamePrefix, logGroupNamePattern, nextToken, limit = MAX_GROUPS } = input;
    if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined)
      throw new AwsError(
        'InvalidParameterException',
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      );
    refuseOtherAccounts(input);
    const pattern = logGroupNamePattern?.toLowerCase() ?? '';
    const { logGroupClass = 'STANDARD', logGroupIdentifiers } = input;
    const found = groups.list().filter(
      ({ name, arn }) =>
        name.startsWith(logGroupNamePrefix ?? '') &&
        name.toLowerCase().includes(pattern) &&
        (logGroupIdentifiers?.some((one) => one === name || one === arn) ?? true) &&
        // There is no other class here: CreateLogGroup refuses them.
        logGroupClass === 'STANDARD',
    );
    const { items, next } = page(found, nextToken, limit);
    return { logGroups: items.map(described), ...next };
  };

function refuseOtherAccounts({ includeLinkedAccounts, accountIdentifiers }: DescribeLogGroupsRequest) {
  if (includeLinkedAccounts === true || accountIdentifiers !== undefined)
    throw new AwsError(
      'InvalidParameterException',
      "the local cloud's Logs links no accounts: no includeLinkedAccounts, no accountIdentifiers",
    );
}

const described = ({ name, arn, created, retentionInDays, streams }: LogGroup) => ({
  logGroupName: name,
  creationTime: created,
  metricFilterCount: 0,
  arn: `${arn}:*`,
  logGroupArn: arn,
  logGroupClass: 'STANDARD' as const,
  storedBytes: [...streams.values()].reduce((sum, { storedBytes }) => sum + storedBytes, 0),
  ...(retentionInDays === undefined ? {} : { retentionInDays }),
});
