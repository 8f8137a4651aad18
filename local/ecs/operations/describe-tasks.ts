import type { DescribeTasksRequest, DescribeTasksResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import { nameOf, taskArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { invalid } from '../services/check.ts';
import { describeTask } from '../tasks/describe-task.ts';

/** API reference, DescribeTasks. */
const MOST_AT_ONCE = 100;

export const describeTasks =
  ({ account, clusters }: Context): Operation<DescribeTasksRequest, DescribeTasksResponse> =>
  (input) => {
    const cluster = clusters.find(input.cluster);
    const asked = input.tasks ?? [];
    if (asked.length === 0) throw invalid('Tasks cannot be empty.');
    if (asked.length > MOST_AT_ONCE) throw invalid(`At most ${MOST_AT_ONCE} tasks can be described at once.`);
    const found = asked.map((name) => ({ name, task: cluster.tasks.get(nameOf(name)) }));
    return {
      tasks: found.flatMap(({ task }) => (task ? [describeTask(task, input.include)] : [])),
      failures: found.flatMap(({ name, task }) =>
        task ? [] : [{ arn: taskArn(account, cluster.name, nameOf(name)), reason: 'MISSING' }],
      ),
    };
  };
