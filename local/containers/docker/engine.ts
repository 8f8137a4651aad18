import { baseImage } from '../base-image.ts';
import { type Container, type ContainerSpec, ContainerStartError } from '../engine.ts';
import type { EngineOptions, PreparedEngine } from '../prepared-engine.ts';
import { Starts } from '../starts.ts';
import { dockerBuildTools } from './build-tools.ts';
import { DockerContainer } from './container.ts';
import { createContainer } from './create-container.ts';
import type { FoundEngine } from './find-engine.ts';
import { listImages, namesOf, removeImage, removeVolume } from './inventory.ts';
import { KeptImages } from './kept-images.ts';
import { newMarks } from './marks.ts';
import { pullImage } from './pull.ts';
import { removeLeftOvers, removeRun } from './remove.ts';
import { installStandIn, removeBrokenBuilds, removeStandIn } from './stand-in.ts';

/** Containers in a Docker engine that was there before; all that is made in it carries this run's label. */
export async function dockerEngine(
  { api, host }: FoundEngine,
  { folder, registry, login, seedBlob, cache }: EngineOptions,
): Promise<PreparedEngine> {
  const marks = newMarks();
  const leftOvers = await removeLeftOvers(api);
  await removeBrokenBuilds(api);
  // The registry's port may have been another registry's before: what is there already is not this run's.
  const before = new Set((await listImages(api)).flatMap(namesOf));
  const isOurs = (name: string) => name.startsWith(`${registry}/`) && !before.has(name);
  const kept = new KeptImages(api, isOurs);
  const starts = new Starts(() => kept.removeOthers());
  let prepared: Promise<void> | undefined;
  const pull = (image: string) =>
    pullImage(api, image, login, registry).catch((cause: unknown) => {
      throw new ContainerStartError(
        'CannotPullContainerError',
        `failed to resolve ref ${image}: ${messageOf(cause)}`,
        { cause },
      );
    });

  return {
    name: 'docker',
    leftOvers,
    sharesLoopback: false,
    description: `Docker engine at ${host}: containers with their own network and file system`,
    buildTools: await dockerBuildTools(folder, host, marks),
    prepare() {
      // Only a Linux machine has a Node that can run in a container; elsewhere the real base is pulled by the build.
      if (process.platform !== 'linux') return Promise.resolve();
      prepared ??= baseImage(cache).then((base) =>
        installStandIn(api, base, { registry, login, seedBlob, marks }),
      );
      return prepared;
    },
    pull: (image) => starts.run(() => pull(image)),
    run: (spec: ContainerSpec) =>
      starts.run(async (): Promise<Container> => {
        kept.use(spec.image);
        await pull(spec.image);
        try {
          const container = new DockerContainer(api, await createContainer(api, spec, marks.labels), spec);
          await container.start();
          return container;
        } catch (cause) {
          throw new ContainerStartError('CannotStartContainerError', messageOf(cause), { cause });
        }
      }),
    removeVolume: (name) => removeVolume(api, name),
    async close() {
      // What is being started now would be there after all has been removed.
      await starts.close();
      await kept.settled();
      await prepared?.catch(() => undefined);
      await removeRun(api, marks.run);
      for (const image of await listImages(api))
        for (const name of namesOf(image).filter(isOurs)) await removeImage(api, name);
      await removeStandIn(api);
      api.close();
    },
  };
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
