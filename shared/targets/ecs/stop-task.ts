import { StopTaskCommand } from '@aws-sdk/client-ecs';
import { errorName } from '../../aws/errors.ts';
import type { StartedTask } from '../../deployment/task.ts';
import type { EcsService } from './target.ts';

/** Characters of a stopped reason. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html */
const MOST_OF_A_REASON = 1024;

/** Ends a one-off task. ECS no longer knows a task an hour after it stopped: then it is over for sure. */
export async function stopTask(
  { ecs, settings }: EcsService,
  { id }: StartedTask,
  reason: string,
): Promise<void> {
  try {
    await ecs.send(
      new StopTaskCommand({ cluster: settings.cluster, task: id, reason: reason.slice(0, MOST_OF_A_REASON) }),
    );
  } catch (error) {
    const isGone = errorName(error) === 'InvalidParameterException' && /not found/i.test(String(error));
    if (!isGone) throw error;
  }
}
