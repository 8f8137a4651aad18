import type { Answer, Command, DeploymentRecord, TargetStatus } from './commands.ts';
import { Rejected } from './errors.ts';
import type { Deployment, Ending, GoodRelease, Pipeline, Stage } from './model.ts';
import { requestDeployment } from './request.ts';
import { type PushedImage, type RequestImagePorts, releaseOf } from './request-image.ts';
import type { TargetState } from './target-state.ts';

const HISTORY_LIMIT = 20;
const SHORT_COMMIT = /^[0-9a-f]{7,63}$/;

export interface CommandPorts extends RequestImagePorts {
  readonly ledger: RequestImagePorts['ledger'] & {
    target(key: string): Promise<TargetState>;
    lastEnding(target: string): Promise<(Ending & { readonly deployment: string }) | undefined>;
    record(id: string): Promise<DeploymentRecord | undefined>;
    history(pipeline: string, limit: number): Promise<DeploymentRecord[]>;
    /** The pushed commits that begin so. */
    commitsLike(pipeline: string, beginning: string): Promise<string[]>;
  };
  findImage(repository: string, named: string): Promise<PushedImage | undefined>;
  /** Checks slipway.yml and, unless it is only looked at, stores it as the next version. */
  apply(text: string, dryRun: boolean, by: string): Promise<Answer>;
}

/**
 * Does what a person asked for, or says why not.
 * @param by who asked, for the record: `slack:alice`, `webhook`, `cli:arn:…`
 */
export async function answerCommand(command: Command, by: string, ports: CommandPorts): Promise<Answer> {
  try {
    return await act(command, by, ports);
  } catch (error) {
    if (error instanceof Rejected) return { kind: 'rejected', reason: error.message };
    throw error;
  }
}

async function act(command: Command, by: string, ports: CommandPorts): Promise<Answer> {
  switch (command.command) {
    case 'apply':
      return ports.apply(command.config, command.dryRun ?? false, by);
    case 'show': {
      const record = await ports.ledger.record(command.deployment);
      if (record === undefined) throw new Rejected(`There is no deployment ${command.deployment}.`);
      return { kind: 'show', record };
    }
    case 'history': {
      const pipeline = await findPipeline(command.pipeline, ports);
      const records = await ports.ledger.history(pipeline.name, command.limit ?? HISTORY_LIMIT);
      const wanted = command.stage ? findStage(pipeline, command.stage).name : undefined;
      const deployments = records.filter(({ deployment }) => !wanted || deployment.stage.name === wanted);
      return { kind: 'history', deployments };
    }
    case 'status':
      return { kind: 'status', targets: await statusOf(command.pipeline, ports) };
    case 'deploy':
      return { kind: 'requested', deployment: await deploy(command, by, ports) };
    case 'rollback':
      return { kind: 'requested', deployment: await rollBack(command, by, ports) };
  }
}

async function deploy(
  { pipeline: name, stage: stageName, image: named }: Extract<Command, { command: 'deploy' }>,
  by: string,
  ports: CommandPorts,
): Promise<Deployment> {
  const { version } = await ports.config();
  const pipeline = await findPipeline(name, ports);
  const stage = findStage(pipeline, stageName);
  const image = await imageNamed(named, pipeline, ports);
  if (image === undefined) {
    throw new Rejected(
      `The repository ${pipeline.repository} has no image ${named}: give one of its tags or a digest (sha256:…).`,
    );
  }
  const { release } = await releaseOf(image, pipeline, ports);
  // A person's wish outranks every push before it, and no push after it.
  const order = ports.now();
  const targetKey = ports.targetKey(pipeline, stage);
  return requestDeployment(
    { pipeline, stage, targetKey, release, order, requestedBy: by, kind: 'deploy', configVersion: version },
    ports,
  );
}

/** Tags are whole commits; people name a commit by its beginning. */
async function imageNamed(
  named: string,
  { name, repository }: Pipeline,
  ports: CommandPorts,
): Promise<PushedImage | undefined> {
  const found = await ports.findImage(repository, named);
  if (found !== undefined || !SHORT_COMMIT.test(named)) return found;
  const [commit, another] = await ports.ledger.commitsLike(name, named);
  if (another !== undefined)
    throw new Rejected(`More than one commit of ${name} begins with ${named}: give more of it.`);
  return commit === undefined ? undefined : ports.findImage(repository, commit);
}

async function rollBack(
  { pipeline: name, stage: stageName, to }: Extract<Command, { command: 'rollback' }>,
  by: string,
  ports: CommandPorts,
): Promise<Deployment> {
  const { version } = await ports.config();
  const pipeline = await findPipeline(name, ports);
  const stage = findStage(pipeline, stageName);
  const targetKey = ports.targetKey(pipeline, stage);
  const good = chooseGood(await ports.ledger.target(targetKey), to, `${pipeline.name} on ${stage.name}`);
  const { repository, digest, image, tag, commit } = good;
  const release = { repository, digest, image, ...(tag ? { tag } : {}), ...(commit ? { commit } : {}) };
  return requestDeployment(
    {
      pipeline,
      stage,
      targetKey,
      release,
      order: ports.now(),
      requestedBy: by,
      kind: 'rollback',
      configVersion: version,
    },
    ports,
  );
}

/**
 * The good release to go back to: the one named, or the last one before what is live. Never one that was not verified.
 * @throws Rejected when there is none
 */
export function chooseGood({ good }: TargetState, to: string | undefined, where: string): GoodRelease {
  if (to !== undefined) {
    const named = good.find(
      ({ digest, commit, tag }) => digest === to || tag === to || commit?.startsWith(to),
    );
    if (named !== undefined) return named;
    throw new Rejected(
      `${to} is no good release of ${where}. There are: ${good.map(nameOf).join(', ') || 'none yet'}.`,
    );
  }
  const [live, before] = good;
  if (live === undefined) throw new Rejected(`${where} has no good release yet: nothing to go back to.`);
  if (before === undefined) {
    throw new Rejected(
      `${where} has only one good release, ${nameOf(live)}, and it is live: nothing to go back to.`,
    );
  }
  return before;
}

function nameOf({ commit, digest }: GoodRelease): string {
  return commit?.slice(0, 7) ?? digest.slice(0, 19);
}

async function statusOf(name: string | undefined, ports: CommandPorts): Promise<TargetStatus[]> {
  const pipelines = name === undefined ? (await ports.config()).pipelines : [await findPipeline(name, ports)];
  const targets = pipelines.flatMap((pipeline) => pipeline.stages.map((stage) => ({ pipeline, stage })));
  return Promise.all(targets.map(({ pipeline, stage }) => statusOfTarget(pipeline, stage, ports)));
}

async function statusOfTarget(pipeline: Pipeline, stage: Stage, ports: CommandPorts): Promise<TargetStatus> {
  const target = ports.targetKey(pipeline, stage);
  const [state, last] = await Promise.all([ports.ledger.target(target), ports.ledger.lastEnding(target)]);
  const { claim, waiting, broken } = state;
  const [live] = state.good;
  const [running, queued] = await Promise.all([
    claim ? ports.ledger.deployment(claim.deployment) : undefined,
    waiting ? ports.ledger.deployment(waiting.deployment) : undefined,
  ]);
  return {
    pipeline: pipeline.name,
    stage: stage.name,
    target,
    ...(live ? { live } : {}),
    ...(claim && running
      ? { running: { deployment: running.id, release: running.release, since: claim.since } }
      : {}),
    ...(queued ? { waiting: { deployment: queued.id, release: queued.release } } : {}),
    ...(last
      ? {
          last: {
            deployment: last.deployment,
            verdict: last.verdict,
            reason: last.reason,
            endedAt: last.endedAt,
          },
        }
      : {}),
    ...(broken ? { broken } : {}),
  };
}

async function findPipeline(name: string, ports: CommandPorts): Promise<Pipeline> {
  const { pipelines } = await ports.config();
  const found = pipelines.find((pipeline) => pipeline.name === name);
  if (found !== undefined) return found;
  const known = pipelines.map((pipeline) => pipeline.name).join(', ');
  throw new Rejected(
    known ? `There is no pipeline ${name}. There are: ${known}.` : 'No slipway.yml has been applied yet.',
  );
}

function findStage(pipeline: Pipeline, name: string | undefined): Stage {
  if (name === undefined) {
    if (pipeline.stages.length === 1) return pipeline.stages[0];
    throw new Rejected(
      `Name a stage of ${pipeline.name}: ${pipeline.stages.map((stage) => stage.name).join(', ')}.`,
    );
  }
  const found = pipeline.stages.find((stage) => stage.name === name);
  if (found !== undefined) return found;
  throw new Rejected(
    `${pipeline.name} has no stage ${name}. It has: ${pipeline.stages.map((stage) => stage.name).join(', ')}.`,
  );
}
