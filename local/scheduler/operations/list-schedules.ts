import type { ListSchedulesInput, ListSchedulesOutput } from '@aws-sdk/client-scheduler';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkGroup, DEFAULT_GROUP } from '../schedules.ts';

/** Items on a page where the caller names no MaxResults (API reference: at most 100). */
const PAGE_SIZE = 100;

export const listSchedules =
  ({ schedules }: Context): Operation<ListSchedulesInput, ListSchedulesOutput> =>
  ({ GroupName, NamePrefix = '', State, NextToken, MaxResults = PAGE_SIZE }) => {
    checkGroup(GroupName);
    const start = Number(NextToken ?? 0);
    if (!Number.isSafeInteger(start) || start < 0)
      throw new AwsError('ValidationException', `Invalid NextToken '${NextToken}'`);
    const found = [...schedules.all.values()].filter(
      ({ name, asked }) =>
        name.startsWith(NamePrefix) && (State === undefined || (asked.State ?? 'ENABLED') === State),
    );
    const end = start + MaxResults;
    return {
      Schedules: found.slice(start, end).map(({ name, arn, asked, createdAt, changedAt }) => ({
        Name: name,
        Arn: arn,
        GroupName: DEFAULT_GROUP,
        State: asked.State ?? 'ENABLED',
        Target: { Arn: asked.Target?.Arn },
        CreationDate: createdAt,
        LastModificationDate: changedAt,
      })),
      ...(end < found.length ? { NextToken: String(end) } : {}),
    };
  };
