import type { ContainerRun } from './container-run.ts';
import type { Task } from './task.ts';
import { TaskStartError } from './task-start-error.ts';

/**
 * A task definition may ask for anything, as on AWS; what a program would miss is refused when a task is to run with
 * it. Limits and isolation that nothing depends on (cpu, ulimits, linuxParameters, read-only root, privileged, labels)
 * are kept in the definition and not applied.
 * @throws TaskStartError
 */
export function refuseUnsupported(task: Task): void {
  const { description: definition, family, revision } = task.plan.definition;
  const missing = [
    definition.runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS') && 'Windows',
    definition.proxyConfiguration && 'proxyConfiguration',
    definition.pidMode && 'pidMode',
    definition.ipcMode && definition.ipcMode !== 'none' && 'ipcMode',
    definition.inferenceAccelerators?.length && 'inferenceAccelerators',
    ...task.containers.flatMap((container) => inContainer(container)),
  ].filter((one) => typeof one === 'string');
  if (missing.length > 0)
    throw new TaskStartError(
      `ResourceInitializationError: the local cloud does not support ${missing.join(', ')} (${family}:${revision})`,
    );
}

function inContainer({ definition, name, override }: ContainerRun): string[] {
  const what = [
    definition.links?.length && 'links',
    definition.extraHosts?.length && 'extraHosts',
    definition.firelensConfiguration && 'firelensConfiguration',
    definition.logConfiguration?.logDriver === 'awsfirelens' && 'the log driver awsfirelens',
    definition.repositoryCredentials && 'repositoryCredentials',
    definition.credentialSpecs?.length && 'credentialSpecs',
    (override?.resourceRequirements ?? definition.resourceRequirements)?.length && 'resourceRequirements',
  ];
  return what.flatMap((one) => (one ? [`${one} of container ${name}`] : []));
}
