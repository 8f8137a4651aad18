import type { BuildEnded } from '../../events/index.ts';
import type { BuildRequest } from './accept-push.ts';
import { Retryable } from './errors.ts';
import type { Pipeline } from './model.ts';
import type { Journal } from './ports.ts';

/** How long a lost event of CodeBuild can cost: a minute, and the longer a build takes anyway the more, up to five. */
const BUILD_TIMER_SECONDS = 60;
const LONGEST_BUILD_TIMER_SECONDS = 5 * 60;
/** Between two tries to start a build while CodeBuild's queue is full. */
const QUEUE_FULL_SECONDS = 30;
/** CodeBuild itself stops a build after 36 hours at the most, waiting in its queue included. */
const BUILD_LIMIT_SECONDS = 36 * 3600;

export interface BuildState {
  /** CodeBuild's status; `IN_PROGRESS` while it runs. */
  readonly status: string;
  readonly reason?: string;
  /** Where a person reads the log. */
  readonly logs?: string;
}

/** What is known of the build of a commit. */
export interface BuildRecord {
  /** CodeBuild's id: `PROJECT:UUID`; `none` where it was refused. */
  readonly build: string;
  /** Undefined while it runs. */
  readonly status?: string;
  /** Once it has ended: the number of the push that it was for. */
  readonly order?: number;
  /** Those that it led to, by their targets in the ledger. */
  readonly deployments?: Readonly<Record<string, string>>;
}

export interface BuildPorts {
  /** As of the configuration in force; undefined when it was taken out meanwhile. */
  pipeline(name: string): Promise<Pipeline | undefined>;
  readonly ledger: {
    build(pipeline: string, commit: string): Promise<BuildRecord | undefined>;
    recordBuild(pipeline: string, commit: string, build: BuildRecord): Promise<void>;
    leaveBuildToken(build: string, token: string): Promise<void>;
  };
  /**
   * Starts a build of the commit, once for one token. Its id.
   * @throws Retryable while the queue is full, Rejected when the project is wrong
   */
  startBuild(project: string, request: BuildRequest, token: string): Promise<string>;
  lookAtBuild(build: string): Promise<BuildState>;
  /** Requests the deployment of the image with this commit's tag. Undefined when there is no such image. */
  requestImage(pipeline: Pipeline, commit: string): Promise<BuildRecord['deployments']>;
  /** Wakes the deployments that leave the pipeline's targets to this push. It is known now what becomes of it. */
  wakeOlder(pipeline: Pipeline, order: number): Promise<void>;
  publish(event: BuildEnded): Promise<void>;
}

/** Builds a pushed commit, once, and sees to it that its image is deployed even when ECR's event is lost. */
export async function buildCommit(
  request: BuildRequest,
  journal: Journal,
  ports: BuildPorts,
): Promise<string> {
  const { pipeline: name, commit, order } = request;
  const pipeline = await journal.step('pipeline', () => ports.pipeline(name).then((found) => found ?? null));
  if (pipeline?.build === undefined) return `pipeline ${name} has no build any more`;
  const { project } = pipeline.build;

  // A push back to a commit that was built before: its image is there, only the order is new.
  const there = await journal.step('known-image', async () => {
    const known = await ports.ledger.build(name, commit);
    if (known?.status !== 'SUCCEEDED') return false;
    const deployments = await ports.requestImage(pipeline, commit);
    if (deployments === undefined) return false;
    await ports.ledger.recordBuild(name, commit, { ...known, order, deployments });
    return true;
  });
  if (there) return 'built before';

  const build = await startBuild(request, project, journal, ports);
  if (build.kind === 'refused') return finish({ status: 'REFUSED', reason: build.reason }, 'none');
  const ended = await awaitBuild(build.id, journal, ports);
  return finish(ended, build.id);

  async function finish(state: BuildState, id: string): Promise<string> {
    return journal.step('ended', async () => {
      const { status, logs } = state;
      const known = pipeline as Pipeline;
      const deployments = status === 'SUCCEEDED' ? await ports.requestImage(known, commit) : undefined;
      const led = deployments === undefined ? {} : { deployments };
      await ports.ledger.recordBuild(name, commit, { build: id, status, order, ...led });
      await ports.wakeOlder(known, order);
      const missing = `The build ended well, but ${known.repository} has no image tagged ${commit}: let the buildspec push it with the commit as its tag.`;
      const reason = status === 'SUCCEEDED' && deployments === undefined ? missing : state.reason;
      await ports.publish({
        pipeline: name,
        commit,
        build: id,
        status,
        ...(reason ? { reason } : {}),
        ...(logs ? { logs } : {}),
      });
      return status;
    });
  }
}

type Started =
  | { readonly kind: 'started'; readonly id: string }
  | { readonly kind: 'refused'; readonly reason: string };

async function startBuild(
  request: BuildRequest,
  project: string,
  journal: Journal,
  ports: BuildPorts,
): Promise<Started> {
  const { pipeline, commit, order } = request;
  for (let round = 1; ; round++) {
    const started = await journal.step(`start-${round}`, async (): Promise<Started | { kind: 'later' }> => {
      const known = await ports.ledger.build(pipeline, commit);
      // One that runs is this commit's build; one that failed may be tried again by a new push of it.
      if (known !== undefined && known.status === undefined) return { kind: 'started', id: known.build };
      try {
        const id = await ports.startBuild(project, request, `${pipeline}-${commit}-${order}`.slice(-64));
        await ports.ledger.recordBuild(pipeline, commit, { build: id });
        return { kind: 'started', id };
      } catch (error) {
        if (error instanceof Retryable) return { kind: 'later' };
        return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
      }
    });
    if (started.kind !== 'later') return started;
    await journal.sleep(`queue-full-${round}`, QUEUE_FULL_SECONDS);
  }
}

async function awaitBuild(build: string, journal: Journal, ports: BuildPorts): Promise<BuildState> {
  for (let round = 1, waited = 0; waited < BUILD_LIMIT_SECONDS; round++) {
    const seconds = Math.min(BUILD_TIMER_SECONDS * round, LONGEST_BUILD_TIMER_SECONDS);
    waited += seconds;
    const wait = await journal.openWait(`wait-${round}`, seconds);
    const state = await journal.step(`look-${round}`, async () => {
      await ports.ledger.leaveBuildToken(build, wait.token);
      return ports.lookAtBuild(build);
    });
    if (state.status !== 'IN_PROGRESS') return state;
    await wait.ended();
  }
  return { status: 'TIMED_OUT', reason: 'CodeBuild did not end the build within 36 hours' };
}
