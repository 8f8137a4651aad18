import type { Container, Task } from '@aws-sdk/client-ecs';
import type { Cause } from '../../deployment/causes.ts';
import { tellingLines } from '../../deployment/telling-lines.ts';
import { lastLines } from './last-lines.ts';
import { RANK } from './rank.ts';
import type { EcsService } from './target.ts';

/** The last lines of a task's failed container, or of the one that gets the release. Never throws. */
export async function whatItWrote(service: EcsService, task: Task): Promise<Cause[]> {
  const container = failedOne(service, task.containers ?? []);
  // One that never ran wrote nothing.
  if (container?.name === undefined || (task.lastStatus === 'STOPPED' && container.runtimeId === undefined))
    return [];
  const lines = await lastLines(service, task, container.name);
  if (lines.length === 0) return [];
  const told = tellingLines(lines).join(' | ');
  const isNote = lines.length === 1 && told.startsWith('(');
  return [
    {
      what: `log: ${container.name}`,
      times: 1,
      rank: RANK.lastLines,
      text: isNote ? told : `${container.name} wrote last: ${told}`,
      ...(lines.length > 1 ? { lines } : {}),
    },
  ];
}

function failedOne(service: EcsService, containers: readonly Container[]): Container | undefined {
  const failed = containers.find(({ exitCode, reason }) => reason !== undefined || (exitCode ?? 0) !== 0);
  const ours = containers.find(({ name = '', image = '' }) => service.isOurs({ name, image }));
  return failed ?? ours ?? containers[0];
}
