import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Kind, listed, unlessGone } from './kind.ts';

/** Where Lambda writes what a function of this name says. */
export const logGroupOf = (functionName: string) => `/aws/lambda/${functionName}`;

/** Log groups of functions. */
export const logGroups: Kind = {
  what: 'log group',
  named: async (beginning) => {
    const client = new CloudWatchLogsClient({});
    const asked = beginning === '' ? {} : { logGroupNamePrefix: logGroupOf(beginning) };
    const all = await listed(paginateDescribeLogGroups({ client }, asked), (page) => page.logGroups);
    return all.flatMap(({ logGroupName }) => logGroupName ?? []);
  },
  remove: (logGroupName) =>
    new CloudWatchLogsClient({}).send(new DeleteLogGroupCommand({ logGroupName })).catch(unlessGone),
};
