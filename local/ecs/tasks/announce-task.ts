import type { EventSink } from '../../parts.ts';
import { describeTask } from './describe-task.ts';
import type { Task } from './task.ts';

/** `ECS Task State Change`: the task as DescribeTasks has it, times as text ("Amazon ECS task state change events"). */
export function announceTask(events: EventSink, task: Task, updatedAt: Date): void {
  const { tags: _tags, ...detail } = describeTask(task);
  events.put({
    source: 'aws.ecs',
    detailType: 'ECS Task State Change',
    resources: [task.arn],
    detail: {
      // The event is JSON: what is no text, number or boolean becomes it here.
      ...JSON.parse(JSON.stringify(detail)),
      attachments: detail.attachments?.map((attachment) => ({ ...attachment, type: 'eni' })),
      updatedAt: updatedAt.toISOString(),
    },
  });
}
