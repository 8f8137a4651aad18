import { writeLayer } from '../images/layer.ts';
import { ARCHITECTURE, readConfig, type Settings } from '../images/oci.ts';
import type { ImageFolder } from '../images/store.ts';
import { writeImage } from '../images/write-image.ts';
import { Context } from './context.ts';
import { copy } from './copy.ts';
import { readDockerfile, type Step } from './dockerfile.ts';
import { configuring } from './settings.ts';
import { Stage } from './stage.ts';
import { expand } from './words.ts';

export interface BuildRequest {
  readonly context: string;
  readonly dockerfile: string;
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Hears of each step. */
  readonly say: (text: string) => void;
}

/** Finds the image that FROM names in the folder, and gives its manifest's digest; undefined when it has none. */
export type FindBase = (name: string) => Promise<string | undefined>;

/**
 * Builds an image from a Dockerfile without any engine. It does all that only puts files and settings together.
 *
 * @returns the manifest's digest
 * @throws DockerfileError for what needs a Docker engine, with file and line
 */
export async function buildImage(
  folder: ImageFolder,
  request: BuildRequest,
  findBase: FindBase,
): Promise<string> {
  const steps = readDockerfile(request.dockerfile);
  for (const step of steps) refuse(step, steps);
  const context = new Context(request.context);
  const defaults = new Map<string, string>();
  const used = new Set<string>();
  let stage: Stage | undefined;
  for (const [index, step] of steps.entries()) {
    request.say(`Step ${index + 1}/${steps.length} : ${step.keyword} ${step.text}\n`);
    if (step.keyword === 'ARG') declare(step, stage, request, defaults, used);
    else if (step.keyword === 'FROM') stage = await begin(step, folder, findBase, defaults);
    else if (!stage) throw step.fail(`${step.keyword} comes before FROM`);
    else if (step.keyword === 'COPY') await copy(step, stage, context, folder);
    else configuring[step.keyword]?.(step, stage);
  }
  if (!stage) throw new Error(`${request.dockerfile} has no FROM`);
  const unused = Object.keys(request.buildArguments).filter((name) => !used.has(name));
  if (unused.length > 0)
    request.say(`[Warning] One or more build-args [${unused.join(' ')}] were not consumed\n`);
  if (stage.pending.length > 0) stage.layers.push(await writeLayer(folder, stage.pending));
  stage.settings.Labels = { ...stage.settings.Labels, ...request.labels };
  return writeImage(folder, stage.layers, stage.settings);
}

function refuse(step: Step, steps: readonly Step[]): void {
  const { keyword } = step;
  if (keyword === 'FROM' && steps.find((each) => each.keyword === 'FROM') !== step)
    throw step.fail('a second FROM needs a Docker engine: without one an image has one stage only');
  if (keyword === 'RUN')
    throw step.fail('RUN needs a Docker engine: without one nothing can be run during the build');
  if (keyword === 'ADD') throw step.fail('ADD needs a Docker engine; COPY does not');
  if (!['ARG', 'FROM', 'COPY'].includes(keyword) && !(keyword in configuring))
    throw step.fail(`${keyword} needs a Docker engine`);
}

function declare(
  step: Step,
  stage: Stage | undefined,
  { buildArguments }: BuildRequest,
  defaults: Map<string, string>,
  used: Set<string>,
): void {
  const [name = '', ...rest] = step.text.split('=');
  const lookup = stage?.lookup ?? ((each: string) => defaults.get(each));
  used.add(name);
  const given = buildArguments[name];
  const value = given ?? (rest.length > 0 ? expand(rest.join('='), lookup) : defaults.get(name));
  if (value === undefined) return;
  if (stage) stage.setArgument(name, value);
  else defaults.set(name, value);
}

async function begin(
  step: Step,
  folder: ImageFolder,
  findBase: FindBase,
  defaults: ReadonlyMap<string, string>,
): Promise<Stage> {
  const platform = step.flags.get('platform');
  if (platform !== undefined && platform !== `linux/${ARCHITECTURE}`)
    throw step.fail(
      `FROM --platform=${platform} needs a Docker engine: this machine is linux/${ARCHITECTURE}`,
    );
  const name = expand(step.text.split(/\s+/)[0] ?? '', (each) => defaults.get(each));
  if (name === 'scratch') return new Stage([], {});
  const digest = await findBase(name);
  if (digest === undefined)
    throw step.fail(
      `FROM ${name} needs a Docker engine: without one there is a stand-in for Node 24 images (node:24, node:24-slim, …) only`,
    );
  return stageFrom(folder, digest);
}

function stageFrom(folder: ImageFolder, digest: string): Stage {
  const { config, layers } = folder.image(digest);
  const { rootfs, config: settings } = readConfig(folder.read(config.digest));
  const known: Settings = settings ?? {};
  return new Stage(
    layers.map((descriptor, index) => ({ descriptor, diffId: rootfs.diff_ids[index] ?? '' })),
    known,
  );
}
