import type { ContainerSpec, Mount } from '../../containers/engine.ts';
import type { PlannedContainer } from '../bundle/plan.ts';
import type { Context } from '../context.ts';
import type { Settings } from '../options/settings.ts';
import { pullRefusal } from './access.ts';
import { CommandFailed } from './command-failed.ts';
import type { InstancePlace } from './faults.ts';
import { type InstanceLog, PROGRAM_LOG } from './log.ts';

/** Seconds between SIGTERM and SIGKILL: Docker's own default ("docker container stop"). */
const STOP_TIMEOUT = 10;
/** Seconds of real time that a container has at least to end by itself, however fast the clock. */
const SHORTEST_STOP = 2;

/** The instance that it runs on. */
interface Host {
  readonly id: string;
  readonly place: InstancePlace;
  readonly log: InstanceLog;
}

/** A container of a version, as the engine takes it. @throws CommandFailed where its image is not there */
export function programSpec(
  context: Context,
  instance: Host,
  planned: PlannedContainer,
  settings: Settings,
): { readonly spec: ContainerSpec; readonly planned: PlannedContainer } {
  const { images, clock, logs } = context;
  const found = images.resolve(planned.image);
  if ('error' in found)
    throw new CommandFailed(
      `failed to pull docker image: ${found.error.replace(/^CannotPullContainerError: /, '')}`,
    );
  const denied = pullRefusal(context, settings, planned.image, found.repository);
  if (denied !== undefined) throw new CommandFailed(`failed to pull docker image: ${denied}`);
  const { place } = instance;
  const mounts = planned.folders.map((folder) => mountOf(instance, folder));
  const streams = settings.is('aws:elasticbeanstalk:cloudwatch:logs', 'StreamLogs');
  const spec: ContainerSpec = {
    origin: { ...place, container: planned.name, image: planned.image },
    name: `slipway-eb-${place.service}-${planned.name}-${instance.id.slice(-8)}`.toLowerCase(),
    image: found.pull,
    ...(planned.entryPoint ? { entryPoint: planned.entryPoint } : {}),
    ...(planned.command ? { command: planned.command } : {}),
    environment: planned.environment,
    ...(planned.workingDirectory === undefined ? {} : { workingDirectory: planned.workingDirectory }),
    ...(planned.user === undefined ? {} : { user: planned.user }),
    ports: [...new Set(planned.ports.map(({ container }) => container))],
    ...(mounts.length > 0 ? { mounts } : {}),
    stopTimeout: Math.max(clock.milliseconds(STOP_TIMEOUT) / 1000, SHORTEST_STOP),
    onOutput: (chunk) => {
      instance.log.write(PROGRAM_LOG, chunk);
      if (streams) logs.write(`/aws/elasticbeanstalk/${place.service}${PROGRAM_LOG}`, instance.id, chunk);
    },
  };
  return { spec, planned };
}

const mountOf = ({ id }: Host, folder: PlannedContainer['folders'][number]): Mount => ({
  volume: `slipway-eb-${id}-${folder.instance.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')}`,
  path: folder.container,
  readOnly: folder.readOnly,
});
