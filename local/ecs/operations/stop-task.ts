import type { StopTaskRequest, StopTaskResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import { nameOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { invalid } from '../services/check.ts';
import { describeTask } from '../tasks/describe-task.ts';

export const stopTask =
  ({ clusters }: Context): Operation<StopTaskRequest, StopTaskResponse> =>
  (input) => {
    const task = clusters.find(input.cluster).tasks.get(nameOf(input.task ?? ''));
    if (!task) throw invalid('The referenced task was not found.');
    task.end('UserInitiated', input.reason ?? 'Task stopped by user');
    return { task: describeTask(task) };
  };
