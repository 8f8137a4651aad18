import type { ListTasksRequest, ListTasksResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import { nameOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';
import { invalid } from '../services/check.ts';
import { findService } from '../services/find.ts';

/** By what tasks are asked to be, not by what they are: RUNNING unless told otherwise. */
export const listTasks =
  (context: Context): Operation<ListTasksRequest, ListTasksResponse> =>
  (input) => {
    const cluster = context.clusters.find(input.cluster);
    if (input.serviceName !== undefined) findService(context, input.cluster, input.serviceName);
    // API reference, ListTasks: `startedBy` goes with no other filter.
    if (input.startedBy !== undefined && (input.serviceName !== undefined || input.family !== undefined))
      throw invalid('startedBy cannot be combined with other filters.');
    const desired = input.desiredStatus ?? 'RUNNING';
    // There are no container instances and no daemons, so nothing runs on or for one.
    const none = input.containerInstance !== undefined || input.daemonName !== undefined;
    const tasks = [...cluster.tasks.values()]
      .filter(({ desiredStatus }) => !none && desiredStatus === desired)
      .filter(({ plan }) => input.family === undefined || plan.definition.family === input.family)
      .filter(({ plan }) => input.startedBy === undefined || plan.startedBy === input.startedBy)
      .filter(
        ({ plan }) =>
          input.serviceName === undefined || plan.group === `service:${nameOf(input.serviceName)}`,
      )
      .filter(({ plan }) => input.launchType === undefined || plan.launchType === input.launchType);
    const { items, ...next } = page(tasks, input);
    return { taskArns: items.map(({ arn }) => arn), ...next };
  };
