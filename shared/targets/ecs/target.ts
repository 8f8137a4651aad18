import type { DeployClients } from '../../aws/clients.ts';
import { explain } from '../../aws/errors.ts';
import type { Network } from '../../aws/network.ts';
import { describeTaskDefinition } from '../../aws/raw-json.ts';
import type { JsonObject } from '../../deployment/json.ts';
import type { EcsTarget } from '../../deployment/model.ts';
import type { Target } from '../../deployment/ports.ts';
import { check } from './check/check.ts';
import { diagnose } from './diagnose.ts';
import { parseImage } from './image.ts';
import { inspect } from './inspect.ts';
import { look } from './look.ts';
import { lookAtTask } from './look-at-task.ts';
import { plan } from './plan.ts';
import { prepare } from './prepare.ts';
import type { Revisions } from './register.ts';
import { revive } from './revive.ts';
import { runTask } from './run-task.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { stopTask } from './stop-task.ts';
import { watch } from './watch.ts';

export interface EcsTargetOptions extends DeployClients {
  readonly settings: EcsTarget;
  readonly region: string;
  /** The pipeline's image repository: containers that run an image of it get the release. */
  readonly repository: string;
  readonly revisions: Revisions;
  /** What a check looks at only where a person asks for it, and not in each deployment. */
  readonly thorough?: ThoroughCheck;
}

export interface ThoroughCheck {
  readonly network: Network;
  /** The ARN of the role under which deployments run. */
  readonly deployerRole: string;
}

/** What every part of the ECS target works with. */
export interface EcsService extends EcsTargetOptions {
  /** `service web in cluster web`, for messages. */
  readonly name: string;
  /** Whether a container gets the release's image. */
  isOurs(container: { readonly name: string; readonly image: string }): boolean;
  /** A revision with its tags, whole. What a revision holds never changes: each is asked for once. */
  describeRevision(arn: string): Promise<JsonObject>;
}

/** An Amazon ECS service, whatever its deployment strategy, as a target. */
export function createEcsTarget(options: EcsTargetOptions): Target {
  const service = ecsService(options);
  const explained =
    <Args extends unknown[], Result>(doing: string, action: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        return await action(...args);
      } catch (error) {
        throw explain(error, `${doing} ${service.name}`);
      }
    };
  return {
    inspect: explained('inspecting', () => inspect(service)),
    plan: explained('planning a deployment of', (release) => plan(service, release)),
    check: explained('checking', (release) => check(service, release)),
    prepare: explained('registering a revision for', (release, deployment) =>
      prepare(service, release, deployment),
    ),
    revive: explained('looking up the good release of', (good, deployment) =>
      revive(service, good, deployment),
    ),
    start: explained('updating', (revision, since) => start(service, revision, since)),
    look: explained('looking at the rollout of', (rollout, revision) => look(service, rollout, revision)),
    stop: explained('stopping the rollout of', (rollout) => stop(service, rollout)),
    runTask: explained('running a task of', (revision, task, once) => runTask(service, revision, task, once)),
    lookAtTask: explained('looking at a task of', (task) => lookAtTask(service, task)),
    stopTask: explained('stopping a task of', (task, reason) => stopTask(service, task, reason)),
    watch: explained('watching', (revision, since) => watch(service, revision, since)),
    diagnose: (rollout) => diagnose(service, rollout),
  };
}

export function ecsService(options: EcsTargetOptions): EcsService {
  const { settings, repository } = options;
  return {
    ...options,
    name: `service ${settings.service} in cluster ${settings.cluster}`,
    describeRevision: rememberRevisions(options.ecs),
    isOurs: ({ name, image }) =>
      settings.containers?.includes(name) ?? parseImage(image).repository === repository,
  };
}

function rememberRevisions(ecs: EcsTargetOptions['ecs']): EcsService['describeRevision'] {
  const known = new Map<string, JsonObject>();
  return async (arn) => {
    const described = known.get(arn) ?? (await describeTaskDefinition(ecs, arn));
    known.set(arn, described);
    return described;
  };
}
