import { createHash } from 'node:crypto';
import type {
  Deployment,
  DeploymentKind,
  Pipeline,
  Release,
  Stage,
  TargetSettings,
  TargetStage,
} from './model.ts';
import { nameOfTarget, stageFor } from './targets.ts';

/** What is wanted of a stage: each of these targets gets its release. */
export interface Wanted {
  readonly pipeline: Pipeline;
  readonly stage: Stage;
  /** In the order in which they are rolled, where the stage has one. */
  readonly releases: readonly { readonly target: TargetSettings; readonly release: Release }[];
  readonly kind: DeploymentKind;
  readonly order: number;
  readonly requestedBy: string;
  readonly configVersion: number;
  /** See Deployment. */
  readonly byHand?: true;
  readonly force?: true;
}

/** How many deployments of one request are written down or started at once. */
const AT_A_TIME = 20;

/** Hex digits, at the end of an id. */
const HASH_LENGTH = 8;

export interface RequestPorts {
  readonly ledger: {
    addDeployment(deployment: Deployment): Promise<boolean>;
    deployment(id: string): Promise<Deployment>;
  };
  /** The ledger's name of a target. */
  targetKey(target: TargetSettings): string;
  /** Starts the workflow; a second start of the same deployment is none. */
  launch(deployment: string): Promise<void>;
  now(): number;
}

/**
 * Writes a deployment for each target down and starts them. The same wish, however often it comes, is the same
 * deployments. Rollbacks do not wait for each other: what is bad has to go, whatever becomes of its neighbours.
 */
export async function requestDeployments(wanted: Wanted, ports: RequestPorts): Promise<Deployment[]> {
  const { pipeline, stage, releases, kind, order, requestedBy, configVersion, byHand, force } = wanted;
  const requestedAt = ports.now();
  const inOrder = stage.inOrder === true && kind === 'deploy';
  let before: string | undefined;
  const deployments = releases.map(({ target, release }, index): Deployment => {
    const targetKey = ports.targetKey(target);
    const id = deploymentId(wanted, { target, release }, targetKey);
    const after = inOrder ? before : undefined;
    before = id;
    return {
      id,
      pipeline: pipeline.name,
      stage: withItsTasks(stageFor(stage, target), index === 0, index === releases.length - 1),
      target: targetKey,
      kind,
      release,
      order,
      requestedBy,
      requestedAt,
      configVersion,
      ...(after === undefined ? {} : { after }),
      ...(byHand ? { byHand } : {}),
      ...(force ? { force } : {}),
    };
  });
  // All are on record before the first is started: whoever comes after another finds it.
  await someAtATime(deployments, (deployment) => ports.ledger.addDeployment(deployment));
  // Also those that were there already: whoever wrote them may have ended before starting them.
  await someAtATime(deployments, ({ id }) => ports.launch(id));
  return someAtATime(deployments, ({ id }) => ports.ledger.deployment(id));
}

/** In their order, so many side by side: a push to 200 services is requested within the time of one function. */
async function someAtATime<Result>(
  deployments: readonly Deployment[],
  action: (deployment: Deployment) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < deployments.length; from += AT_A_TIME)
    results.push(...(await Promise.all(deployments.slice(from, from + AT_A_TIME).map(action))));
  return results;
}

/** Tasks are run once for all services of a stage: those before with the first of them, those after with the last. */
function withItsTasks(
  { before, after, ...stage }: TargetStage,
  isFirst: boolean,
  isLast: boolean,
): TargetStage {
  return { ...stage, ...(before && isFirst ? { before } : {}), ...(after && isLast ? { after } : {}) };
}

/**
 * Requests once that the work of a deployment is taken up whose execution was lost: the same again, in its place in the
 * order of pushes, or going back where it was about to.
 * @param hadBegun it had begun to roll: its tasks before that are done
 */
export async function followUp(
  dead: Deployment,
  hadBegun: boolean,
  back: Release | undefined,
  ports: Pick<RequestPorts, 'ledger' | 'launch' | 'now'>,
): Promise<Deployment> {
  const id = `${dead.id.slice(0, -HASH_LENGTH)}${hashOf(`after ${dead.id}`)}`;
  const instead = back && ({ kind: 'rollback', release: back } as const);
  const { before, ...stage } = dead.stage;
  const next = {
    ...dead,
    ...instead,
    stage: { ...stage, ...(before && !hadBegun ? { before } : {}) },
    id,
    requestedBy: 'reconcile',
    requestedAt: ports.now(),
    follows: dead.id,
  };
  await ports.ledger.addDeployment(next);
  await ports.launch(id);
  return next;
}

/** Readable, and the same for the same wish. It is the name of the durable execution: at most 64 of `[a-zA-Z0-9-_]`. */
export function deploymentId(
  { pipeline, stage, kind, order }: Wanted,
  { target, release }: Wanted['releases'][number],
  targetKey: string,
): string {
  const what = [pipeline.name, stage.name, targetKey, release.digest, kind, order].join('\n');
  const hash = hashOf(what);
  const service = stage.targets.length > 1 ? `-${nameOfTarget(target).slice(0, 10)}` : '';
  const name = `${pipeline.name.slice(0, 20)}-${stage.name.slice(0, 15)}${service}`;
  const version = release.commit?.slice(0, 7) ?? release.digest.replace('sha256:', '').slice(0, 7);
  return `${name.replace(/[^a-zA-Z0-9_-]/g, '_')}-${version}-${hash}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}
