import type { Volume } from '@aws-sdk/client-ecs';
import type { Mount } from '../../containers/engine.ts';
import type { ContainerRun } from './container-run.ts';
import type { Task } from './task.ts';
import { TaskStartError } from './task-start-error.ts';

/**
 * The volumes that a container sees: bind mounts without a path on the host and Docker volumes, both for as long as
 * the task ("Storage options for Amazon ECS tasks").
 * @throws TaskStartError for any other kind of volume
 */
export function mountsOf(task: Task, { definition, name }: ContainerRun): Mount[] {
  const own = (definition.mountPoints ?? []).map(({ sourceVolume = '', containerPath = '', readOnly }) => ({
    volume: volumeNamed(task, sourceVolume, name),
    path: containerPath,
    readOnly: readOnly ?? false,
  }));
  const others = (definition.volumesFrom ?? []).flatMap(({ sourceContainer, readOnly }) => {
    const source = task.containers.find((other) => other.name === sourceContainer);
    return source
      ? mountsOf(task, source).map((mount) => ({ ...mount, readOnly: readOnly ?? mount.readOnly }))
      : [];
  });
  return [...own, ...others];
}

/** The volumes that end with a task. */
export function volumesOf({ id, plan }: Task): string[] {
  return (plan.definition.description.volumes ?? []).map(({ name = '' }) => engineName(id, name));
}

function volumeNamed({ id, plan }: Task, source: string, container: string): string {
  const volume = plan.definition.description.volumes?.find(({ name }) => name === source);
  const missing = volume === undefined ? `the volume ${source}` : unsupportedIn(volume);
  if (missing !== undefined)
    throw new TaskStartError(
      `ResourceInitializationError: the local cloud does not support ${missing} (container ${container} of ` +
        `${plan.definition.family}:${plan.definition.revision})`,
    );
  return engineName(id, source);
}

function unsupportedIn({ name, ...volume }: Volume): string | undefined {
  const docker = volume.dockerVolumeConfiguration;
  const what = [
    volume.host?.sourcePath && 'host.sourcePath',
    volume.efsVolumeConfiguration && 'efsVolumeConfiguration',
    volume.fsxWindowsFileServerVolumeConfiguration && 'fsxWindowsFileServerVolumeConfiguration',
    volume.s3filesVolumeConfiguration && 's3filesVolumeConfiguration',
    volume.configuredAtLaunch && 'configuredAtLaunch',
    docker?.scope === 'shared' && 'dockerVolumeConfiguration.scope shared',
    docker?.driver !== undefined && docker.driver !== 'local' && `the volume driver ${docker.driver}`,
    docker?.driverOpts && 'dockerVolumeConfiguration.driverOpts',
  ].find(Boolean);
  return what ? `${what} of the volume ${name}` : undefined;
}

const engineName = (taskId: string, name: string) => `slipway-${taskId}-${name}`;
