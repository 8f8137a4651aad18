import type { Context } from '../context.ts';
import { announceTask } from './announce-task.ts';
import { live, type TargetHooks } from './live.ts';
import type { TaskPlan } from './plan.ts';
import { Task } from './task.ts';

/** Seconds for which a stopped task can still be described (developer guide, "Viewing stopped tasks"). */
const STOPPED_TASK_KEPT = 3600;

export interface RunOptions extends Partial<TargetHooks> {
  /** Called at each change of the task. */
  readonly onChange?: (task: Task) => void;
}

/** Puts a task into its cluster and runs it. Returns at once. */
export function run(context: Context, plan: TaskPlan, options: RunOptions = {}): Task {
  let announced = '';
  const task = new Task(plan, {
    account: context.account,
    clock: context.clock,
    onChange: (changed) => {
      // AWS sends an event when one of these is another, not at every small change.
      const state = [
        changed.lastStatus,
        changed.desiredStatus,
        ...changed.containers.map((one) => one.lastStatus),
      ].join();
      if (state !== announced) announceTask(context.events, changed, context.clock.date());
      announced = state;
      options.onChange?.(changed);
    },
  });
  plan.cluster.tasks.set(task.id, task);
  void live(context, task, {
    registered: (...args) => options.registered?.(...args),
    deregistered: (...args) => options.deregistered?.(...args),
  }).then(() => {
    context.identities.end(task.id);
    context.clock.after(STOPPED_TASK_KEPT, () => plan.cluster.tasks.delete(task.id));
  });
  return task;
}
