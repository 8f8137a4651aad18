import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { freePort } from '../local/free-port.ts';
import { startChat } from '../local/start/announcements.ts';
import { deployPipeline } from '../local/start/deploy-pipeline.ts';
import { launchSample } from '../local/start/launch.ts';
import { applyBothStages, launchBeanstalk } from '../local/start/launch-beanstalk.ts';
import { Narrator } from '../local/start/narrator.ts';
import { ask, putSecrets } from '../local/start/pipeline.ts';
import { SampleRepository } from '../local/start/sample-repository.ts';
import type { Answer, DeploymentRecord } from '../shared/deployment/commands.ts';
import type { ChildCloud } from './child-cloud.ts';

/** Longer than any deployment takes here, in milliseconds. */
const LIMIT_MS = 180_000;
/** Between two looks at how far it is, in milliseconds. */
const LOOK_MS = 200;
const NAME = 'sample/web';
const CONFIGURATION = join(import.meta.dirname, '../examples/web/slipway.yml');

const GOOD = 'const server =';
const BAD = `throw new Error('bad');\n${GOOD}`;

class QuietNarrator extends Narrator {
  override say(): void {}
}

/** The pipeline in a local cloud of another process, with the sample app live: driven as a team would. */
export class DeployedPipeline {
  readonly #repository: SampleRepository;
  readonly #chat: { close(): void };
  readonly #work: string;
  #pushes = 0;

  private constructor(repository: SampleRepository, chat: { close(): void }, work: string) {
    this.#repository = repository;
    this.#chat = chat;
    this.#work = work;
  }

  /** @param packaged the folder that `osls package` made. Sets what AWS clients of this process use. */
  static async deploy(cloud: ChildCloud, packaged: string): Promise<DeployedPipeline> {
    Object.assign(process.env, cloud.environment);
    const chat = await startChat();
    // Whoever pushes keeps all history: that is not the cloud's.
    const work = await mkdtemp(join(tmpdir(), 'slipway-soak-'));
    try {
      return new DeployedPipeline(await setUp(cloud, packaged, chat.url, work), chat, work);
    } catch (error) {
      await putAway(chat, work);
      throw error;
    }
  }

  /** Gives the pipeline a second stage on Elastic Beanstalk, as examples/web-beanstalk has it. Pushes go to ECS as before. */
  async addBeanstalk({ environment }: ChildCloud): Promise<void> {
    await launchBeanstalk({ DeploymentPolicy: 'AllAtOnce' });
    await applyBothStages(environment);
  }

  /** Deploys the live release on Elastic Beanstalk too, and waits for the verdict. */
  async promote({ release }: DeploymentRecord['deployment']): Promise<DeploymentRecord> {
    const image = release.commit ?? release.digest;
    return this.#asked({ command: 'deploy', pipeline: 'web', image, stage: 'prod' });
  }

  /** Pushes a change that works, or one whose app ends at its start, and waits for the verdict. */
  async push(kind: 'good' | 'bad'): Promise<DeploymentRecord> {
    const message = `Change number ${++this.#pushes}`;
    await writeFile(join(this.#repository.folder, 'CHANGES'), `${message}\n`);
    if (kind === 'bad') await this.#repository.edit('server.mjs', GOOD, BAD);
    const commit = await this.#repository.commit(message);
    await this.#repository.push();
    const record = await this.#until(({ release }) => release.commit === commit);
    // It is taken out with the next push.
    if (kind === 'bad') await this.#repository.edit('server.mjs', BAD, GOOD);
    return record;
  }

  /** Asks a stage for the release before its live one, and waits for the verdict. */
  async rollBack(stage: string): Promise<DeploymentRecord> {
    return this.#asked({ command: 'rollback', pipeline: 'web', stage });
  }

  /** Removes images and revisions but for the newest and those in use. */
  async sweep(): Promise<void> {
    const { FunctionError, Payload } = await new LambdaClient({}).send(
      new InvokeCommand({
        FunctionName: 'slipway-dev-sweep',
        Payload: Buffer.from(JSON.stringify({ dryRun: false, keepNewest: 5, minimumAgeSeconds: 0 })),
      }),
    );
    if (FunctionError !== undefined) throw new Error(`the sweep failed: ${Buffer.from(Payload ?? [])}`);
  }

  /** Sets the cloud's own time forward, by seconds. */
  async move(seconds: number): Promise<void> {
    const moved = await fetch(`${process.env.AWS_ENDPOINT_URL}/_local/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ move: seconds }),
    });
    if (!moved.ok) throw new Error(`the clock did not move: ${await moved.text()}`);
  }

  /** Without this the program would not end. */
  close(): Promise<void> {
    return putAway(this.#chat, this.#work);
  }

  async #asked(command: object): Promise<DeploymentRecord> {
    const answer = await ask<Answer>(command);
    if (answer.kind !== 'requested')
      throw new Error(`${JSON.stringify(command)} was answered ${JSON.stringify(answer)}`);
    return this.#until(({ id }) => answer.deployments.some((asked) => asked.id === id));
  }

  async #until(fits: (deployment: DeploymentRecord['deployment']) => boolean): Promise<DeploymentRecord> {
    const limit = performance.now() + LIMIT_MS;
    while (performance.now() < limit) {
      const answer = await ask<Answer>({ command: 'history', pipeline: 'web' });
      const found =
        answer.kind === 'history' ? answer.deployments.find(({ deployment }) => fits(deployment)) : undefined;
      if (found?.ending) return found;
      await sleep(LOOK_MS);
    }
    throw new Error(`no verdict within ${LIMIT_MS / 1000} s`);
  }
}

/** Deploys the pipeline, launches the sample app and leads pushes to it. Its repository. */
async function setUp(
  cloud: ChildCloud,
  packaged: string,
  chat: string,
  work: string,
): Promise<SampleRepository> {
  const secrets = await putSecrets(chat);
  const outputs = await deployPipeline(packaged, 'slipway-dev', { ProbeLoopbackSuffix: '.localhost' });
  const made = await fetch(`${cloud.environment.AWS_ENDPOINT_URL}/_local/repositories`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: NAME }),
  });
  const { url } = (await made.json()) as { url: string };
  const repository = await SampleRepository.create(join(work, 'web'), url);
  await launchSample(url, await repository.head(), await freePort(), new QuietNarrator());
  const applied = await ask<Answer>({ command: 'apply', config: await readFile(CONFIGURATION, 'utf8') });
  if (applied.kind !== 'applied') throw new Error(`slipway.yml was not taken: ${JSON.stringify(applied)}`);
  await cloud.addWebhook(NAME, outputs.GithubWebhookUrl ?? '', secrets.github);
  return repository;
}

async function putAway(chat: { close(): void }, work: string): Promise<void> {
  chat.close();
  await rm(work, { recursive: true, force: true });
}
