import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cloud, startCloud } from '../cloud.ts';
import type { Fault } from '../faults/fault.ts';
import { freePort } from '../free-port.ts';
import { tellLeftOvers } from '../runs/left-overs.ts';
import { Surprise } from './acts.ts';
import { startChat } from './announcements.ts';
import { deployPipeline } from './deploy-pipeline.ts';
import { launchSample } from './launch.ts';
import type { Narrator } from './narrator.ts';
import { packagePipeline } from './package-pipeline.ts';
import { ask, putSecrets } from './pipeline.ts';
import { SampleRepository } from './sample-repository.ts';
import { Watch } from './watch.ts';

/** How many times faster than AWS the cloud's own waiting goes here: a health check interval of 5 s takes 250 ms. */
export const PACE = 20;

export interface StartOptions {
  readonly engine: 'auto' | 'docker' | 'process';
  readonly port: number;
  /** What shall go wrong once the sample app is live. */
  readonly faults?: readonly Fault[];
  /** The folder with the packaged functions, where that was done already. */
  readonly packaged?: string;
  /** Called when the cloud is there, before anything is in it. */
  readonly onCloud?: (cloud: Cloud) => void;
  /** Called when the pipeline is deployed, before anything is asked of it. */
  readonly onDeployed?: () => Promise<void>;
}

export interface Setting {
  readonly cloud: Cloud;
  readonly watch: Watch;
  readonly repository: SampleRepository;
  /** The app's address at its load balancer. */
  readonly url: string;
  /** What to push to. */
  readonly remote: string;
  /** The commit that was launched. */
  readonly launched: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly webhookSecret: string;
  /** What the team's chat was told. */
  readonly announcements: readonly string[];
  close(): Promise<void>;
}

/**
 * Sets the scene: a local cloud with the pipeline deployed in it, and the sample app launched and live.
 * @param interrupted ends it half-way; what was made until then is removed
 */
export async function setTheScene(
  options: StartOptions,
  narrator: Narrator,
  interrupted: Promise<string> = new Promise(() => undefined),
): Promise<Setting> {
  narrator.begin('A local cloud, with the pipeline in it');
  const packaging = options.packaged === undefined ? packagePipeline() : Promise.resolve(options.packaged);
  // Whatever fails first is what is told; this one is awaited below.
  packaging.catch(() => undefined);
  const cloud = await startCloud({ engine: options.engine, port: options.port, pace: PACE });
  const closing: (() => Promise<void> | void)[] = [() => cloud.close()];
  const close = async () => {
    for (const end of closing.splice(0).toReversed()) await end();
  };
  const stopped = interrupted.then((signal) => {
    throw new Surprise(`${signal}: ended before it was up`);
  });
  try {
    const scene = await Promise.race([build(cloud, packaging, options, narrator, closing), stopped]);
    return { ...scene, cloud, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(
  cloud: Cloud,
  packaging: Promise<string>,
  { faults = [], onCloud, onDeployed }: StartOptions,
  narrator: Narrator,
  closing: (() => void)[],
): Promise<Omit<Setting, 'cloud' | 'close'>> {
  narrator.say(
    `local cloud at ${cloud.environment.AWS_ENDPOINT_URL}, pace ${PACE}; ${cloud.engine.description}`,
  );
  const former = tellLeftOvers(cloud.leftOvers);
  if (former !== undefined) narrator.say(former);
  Object.assign(process.env, cloud.environment);
  onCloud?.(cloud);
  const chat = await startChat();
  closing.push(() => chat.close());
  const secrets = await putSecrets(chat.url);
  const folder = await packaging;
  narrator.say('functions bundled and packaged by osls, as for AWS');
  const outputs = await deployPipeline(folder, 'slipway-dev', { ProbeLoopbackSuffix: '.localhost' });
  narrator.say('pipeline deployed by CloudFormation');
  await onDeployed?.();

  narrator.begin('The sample app is launched');
  const { url: remote } = await cloud.git.createRepository('sample/web');
  const repository = await SampleRepository.create(join(cloud.account.folder, 'web'), remote);
  const launched = await repository.head();
  const url = await launchSample(remote, launched, await freePort(), narrator);
  const applied = await ask<{ kind: string; reason?: string }>({
    command: 'apply',
    config: await slipwayYml(),
  });
  if (applied.kind !== 'applied') throw new Error(`slipway.yml was not taken: ${applied.reason}`);
  cloud.git.addWebhook('sample/web', { url: outputs.GithubWebhookUrl ?? '', secret: secrets.github });
  narrator.say('slipway.yml applied, webhook set: pushes to main are deployed from now on');
  for (const fault of faults) {
    const { id } = cloud.faults.add(fault);
    narrator.say(`from now on, as ${id}: ${JSON.stringify(fault)}`);
  }
  const watch = new Watch(cloud, narrator);
  closing.push(() => watch.close());
  const announcements = chat.messages;
  return {
    watch,
    repository,
    url,
    remote,
    launched,
    outputs,
    webhookSecret: secrets.webhook,
    announcements,
  };
}

function slipwayYml(): Promise<string> {
  return readFile(join(import.meta.dirname, '../../examples/web/slipway.yml'), 'utf8');
}
