import type { ListSchedulesInput, ListSchedulesOutput } from '@aws-sdk/client-scheduler';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { cutPage } from '../../paging.ts';
import type { Context } from '../context.ts';
import { checkGroup, DEFAULT_GROUP } from '../schedules.ts';

/** Items on a page where the caller names no MaxResults (API reference: at most 100). */
const PAGE_SIZE = 100;

export const listSchedules =
  ({ schedules }: Context): Operation<ListSchedulesInput, ListSchedulesOutput> =>
  ({ GroupName, NamePrefix = '', State, NextToken, MaxResults = PAGE_SIZE }) => {
    checkGroup(GroupName);
    const found = [...schedules.all.values()].filter(
      ({ name, asked }) =>
        name.startsWith(NamePrefix) && (State === undefined || (asked.State ?? 'ENABLED') === State),
    );
    const { items, next } = cutPage(
      found,
      { token: NextToken, size: MaxResults },
      () => new AwsError('ValidationException', `Invalid NextToken '${NextToken}'`),
    );
    return {
      Schedules: items.map(({ name, arn, asked, createdAt, changedAt }) => ({
        Name: name,
        Arn: arn,
        GroupName: DEFAULT_GROUP,
        State: asked.State ?? 'ENABLED',
        Target: { Arn: asked.Target?.Arn },
        CreationDate: createdAt,
        LastModificationDate: changedAt,
      })),
      ...(next === undefined ? {} : { NextToken: next }),
    };
  };
