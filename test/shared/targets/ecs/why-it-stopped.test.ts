import { expect, it } from 'vitest';
import { groupTasks } from '../../../../shared/targets/ecs/group-tasks.ts';
import { whyItStopped } from '../../../../shared/targets/ecs/why-it-stopped.ts';

// Stopped reasons in AWS's words: "Stopped tasks error messages" of the developer guide.
it.each([
  [
    {
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [
        { name: 'web', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
        { name: 'sidecar', exitCode: 143 },
      ],
    },
    'Essential container in task exited; web exit code 137 OutOfMemoryError: Container killed due to memory usage — it used more memory than it may: give it more, or let it use less',
  ],
  [
    {
      stopCode: 'TaskFailedToStart',
      stoppedReason:
        'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref host/web:1: host/web:1: not found',
      containers: [{ name: 'web', image: 'host/web:1' }],
    },
    'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref host/web:1: host/web:1: not found — the image host/web:1 could not be pulled: is it still in its repository?',
  ],
  [
    {
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError: dial tcp 10.0.0.1:443: i/o timeout',
      containers: [{ name: 'web', image: 'host/web:1' }],
    },
    'CannotPullContainerError: dial tcp 10.0.0.1:443: i/o timeout — the image host/web:1 could not be pulled: do its subnets reach the registry, by a NAT gateway, a public address or VPC endpoints?',
  ],
  [
    {
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'web', exitCode: 139 }],
    },
    'Essential container in task exited; web exit code 139 (it touched memory that is not its own)',
  ],
  [
    { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed container health checks' },
    "Task failed container health checks — the command of the container's own health check failed",
  ],
  // As it should be: ECS scaled, somebody stopped it.
  [
    { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Scaling activity initiated by deployment' },
    undefined,
  ],
  [{ stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' }, undefined],
] as const)('a stopped task: why, and what to do (%#)', (task, why) => {
  expect(whyItStopped({ ...task, containers: 'containers' in task ? [...task.containers] : [] })).toBe(why);
});

it('groups tasks that stopped for the same reason, whatever their addresses', () => {
  const failed = (address: string) => ({
    stopCode: 'ServiceSchedulerInitiated' as const,
    stoppedReason: `Task failed ELB health checks in (target 10.0.0.${address}:3000)`,
  });
  const crashed = {
    stopCode: 'EssentialContainerExited' as const,
    stoppedReason: 'Essential container in task exited',
  };
  const groups = groupTasks([crashed, failed('1'), failed('2')]);
  expect(groups.map(({ cause }) => cause.text)).toEqual([
    expect.stringMatching(/^2 tasks stopped: Task failed ELB health checks/),
    '1 task stopped: Essential container in task exited',
  ]);
});
