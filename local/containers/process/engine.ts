import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type BaseImage, baseImage, STAND_IN_LABEL } from '../base-image.ts';
import { pushBase } from '../base-repository.ts';
import { awsShim, writeDockerShim } from '../cli/write-shims.ts';
import { currentUser, isCurrentUser } from '../current-user.ts';
import { type ContainerSpec, ContainerStartError } from '../engine.ts';
import { readConfig, type Settings } from '../images/oci.ts';
import { locationOf, parseReference } from '../images/reference.ts';
import { RemoteRepository } from '../images/registry.ts';
import { ImageFolder } from '../images/store.ts';
import type { EngineOptions, PreparedEngine } from '../prepared-engine.ts';
import { Starts } from '../starts.ts';
import { adoptBase } from './adopt-base.ts';
import { ProcessContainer } from './container.ts';
import { removeOldImages } from './kept-images.ts';
import { Ports } from './ports.ts';
import { Roots } from './root.ts';
import { stopSignalOf } from './stop-signal.ts';

/** Images unpacked and run as plain processes, where no Docker engine answers: no isolation, Node programs only. */
export function processEngine(
  { folder, registry, login, seedBlob, care, cache }: EngineOptions,
  reason: string,
): PreparedEngine {
  const images = new ImageFolder(join(folder, 'images'));
  const rootsFolder = join(folder, 'roots');
  const roots = new Roots(rootsFolder, images);
  const commands = join(folder, 'bin');
  const nodeFolder = join(folder, 'node');
  const ports = new Ports();
  const starts = new Starts(() => {
    if (known)
      removeOldImages({ images, roots: rootsFolder, base: known, running: new Set(running.values()) });
  });
  /** With the digests of their images. */
  const running = new Map<ProcessContainer, string>();
  let base: Promise<BaseImage> | undefined;
  let known: BaseImage | undefined;
  const getBase = () => {
    base ??= baseImage(cache).then((made) => {
      known = made;
      return made;
    });
    return base;
  };
  mkdirSync(nodeFolder, { recursive: true });
  symlinkSync(process.execPath, join(nodeFolder, 'node'));
  writeDockerShim(commands, {
    engine: 'process',
    folder: join(folder, 'images'),
    cache,
    logins: join(folder, 'logins.json'),
  });

  const pull = (image: string): Promise<string> =>
    fetchImage(image).catch((cause: unknown) => {
      const message = `failed to resolve ref ${image}: ${messageOf(cause)}`;
      throw new ContainerStartError('CannotPullContainerError', message, { cause });
    });
  const fetchImage = async (reference: string): Promise<string> => {
    adoptBase(images, await getBase());
    const { digest, tag, repository } = parseReference(reference);
    const { host = registry, name } = locationOf({ repository });
    return new RemoteRepository(host, name, login).pull(images, digest ?? tag ?? 'latest');
  };

  const start = async (spec: ContainerSpec, digest: string): Promise<ProcessContainer> => {
    const settings = readConfig(images.read(images.image(digest).config.digest)).config ?? {};
    checkRunnable(spec, settings);
    const root = await roots.forContainer(digest, await getBase());
    const taken = await Promise.all(spec.ports.map(async (port) => [port, await ports.take()] as const));
    const cleanUp = async (pid?: number) => {
      care.release(pid);
      for (const [, port] of taken) ports.giveBack(port);
      await roots.remove(root);
    };
    try {
      const container = await ProcessContainer.start(
        {
          spec,
          care,
          root,
          nodeFolder,
          hostName: spec.name,
          command: commandOf(spec, settings),
          stopSignal: stopSignalOf(settings.StopSignal),
          workingDirectory: spec.workingDirectory ?? settings.WorkingDir ?? '/',
          environment: { ...environmentOf(settings.Env ?? []), ...spec.environment },
          endpoints: new Map(taken.map(([port, real]) => [port, { host: '127.0.0.1', port: real }])),
        },
        cleanUp,
      );
      care.watch(container.pid);
      running.set(container, digest);
      container.exited.finally(() => running.delete(container));
      return container;
    } catch (error) {
      await cleanUp();
      throw error;
    }
  };

  return {
    name: 'process',
    leftOvers: {},
    sharesLoopback: true,
    description: `no Docker engine (${reason}): images are built in JavaScript and run as plain processes, without isolation or memory limits; Node programs only, no RUN`,
    buildTools: { path: [commands, ...awsShim(join(folder, 'aws'))], environment: {} },
    async prepare() {
      await pushBase(await getBase(), { registry, login, seedBlob });
    },
    pull: (image) =>
      starts.run(async () => {
        await pull(image);
      }),
    run: (spec) =>
      starts.run(async () => {
        const digest = await pull(spec.image);
        return start(spec, digest).catch((cause: unknown) => {
          throw new ContainerStartError('CannotStartContainerError', messageOf(cause), { cause });
        });
      }),
    // It has none: what mounts one is not started.
    removeVolume: () => Promise.resolve(),
    async close() {
      await starts.close();
      const left = [...running.keys()];
      for (const container of left) container.kill();
      await Promise.all(left.map(({ exited }) => exited));
    },
  };
}

/** @throws Error when it asks for what only a Docker engine can give */
function checkRunnable(spec: ContainerSpec, settings: Settings): void {
  if (settings.Labels?.[STAND_IN_LABEL] !== 'true')
    throw new Error(
      `${spec.image} is not built on the local cloud's stand-in for Node images: it needs a Docker engine`,
    );
  if (spec.mounts?.length)
    throw new Error(
      'it mounts volumes, which needs a Docker engine: plain processes see the files of this machine',
    );
  const user = spec.user ?? settings.User ?? '';
  if (user !== '' && !isCurrentUser(user))
    throw new Error(
      `it is to run as the user ${user}, which needs a Docker engine: without one a container runs as the user who runs it, ${currentUser()}`,
    );
}

/** An entry point of the task's own leaves the image's command behind, as Docker does it. */
function commandOf(spec: ContainerSpec, settings: Settings): string[] {
  const entryPoint = spec.entryPoint ?? settings.Entrypoint ?? [];
  const command = spec.command ?? (spec.entryPoint ? [] : (settings.Cmd ?? []));
  return [...entryPoint, ...command];
}

function environmentOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
