import { mkdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BaseImage, baseImage } from '../base-image.ts';
import { awsShim, writeDockerShim } from '../cli/write-shims.ts';
import { isCurrentUser } from '../current-user.ts';
import { type Container, type ContainerSpec, ContainerStartError } from '../engine.ts';
import { readConfig } from '../images/oci.ts';
import { locationOf, parseReference } from '../images/reference.ts';
import { RemoteRepository } from '../images/registry.ts';
import { ImageFolder } from '../images/store.ts';
import type { EngineOptions, PreparedEngine } from '../prepared-engine.ts';
import { adoptBase } from './adopt-base.ts';
import { ProcessContainer } from './container.ts';
import { Ports } from './ports.ts';
import { unpackImage, withinRoot } from './root.ts';

const PRELOAD = join(import.meta.dirname, 'preload.mjs');
/** What the base is called in the local registry, so that pushes of apps find its layer there. */
const BASE_REPOSITORY = 'local-cloud/base';

/** Images unpacked and run as plain processes, where no Docker engine answers: no isolation, Node programs only. */
export function processEngine(
  { folder, registry, login, cache }: EngineOptions,
  reason: string,
): PreparedEngine {
  const images = new ImageFolder(join(folder, 'images'));
  const roots = join(folder, 'roots');
  const commands = join(folder, 'bin');
  mkdirSync(roots, { recursive: true });
  writeDockerShim(commands, {
    engine: 'process',
    folder: join(folder, 'images'),
    cache,
    logins: join(folder, 'logins.json'),
  });
  const ports = new Ports();
  const running = new Set<ProcessContainer>();
  let base: Promise<BaseImage> | undefined;
  const getBase = () => {
    base ??= baseImage(cache);
    return base;
  };

  const pull = async (reference: string): Promise<string> => {
    adoptBase(images, await getBase());
    const { digest, tag } = parseReference(reference);
    if (digest !== undefined && images.has(digest)) return digest;
    const { host = registry, name } = locationOf(parseReference(reference));
    return new RemoteRepository(host, name, login).pull(images, digest ?? tag ?? 'latest');
  };

  const start = async (spec: ContainerSpec, digest: string): Promise<ProcessContainer> => {
    const { config: settings } = readConfig(images.read(images.image(digest).config.digest));
    const user = spec.user ?? settings?.User ?? '';
    if (user !== '' && !isCurrentUser(user))
      throw new Error(`it is to run as the user ${user}, which needs a Docker engine`);
    const root = await unpackImage(images, digest, await getBase(), roots);
    const workingDirectory = spec.workingDirectory ?? settings?.WorkingDir ?? '/';
    await mkdir(withinRoot(root, workingDirectory), { recursive: true });
    const entryPoint = spec.entryPoint ?? settings?.Entrypoint ?? [];
    // An entry point of the task's own leaves the image's command behind, as Docker does it.
    const command = spec.command ?? (spec.entryPoint ? [] : (settings?.Cmd ?? []));
    const endpoints = new Map<number, { host: string; port: number }>();
    for (const port of spec.ports) endpoints.set(port, { host: '127.0.0.1', port: await ports.take() });
    const container = await ProcessContainer.start({
      spec,
      root,
      command: [...entryPoint, ...command],
      workingDirectory,
      environment: { ...environmentOf(settings?.Env ?? []), ...spec.environment },
      endpoints,
      preload: PRELOAD,
    });
    running.add(container);
    container.exited.then(() => {
      running.delete(container);
      for (const { port } of endpoints.values()) ports.giveBack(port);
    });
    return container;
  };

  return {
    name: 'process',
    description: `no Docker engine (${reason}): images are built in JavaScript and run as plain processes, without isolation; Node programs only, no RUN`,
    buildTools: { path: [commands, ...awsShim(join(folder, 'aws'))], environment: {} },
    async prepare() {
      const { folder: from, digest } = await getBase();
      await new RemoteRepository(registry, BASE_REPOSITORY, login).push(from, digest, 'node-24');
    },
    async run(spec): Promise<Container> {
      const digest = await pull(spec.image).catch((cause: unknown) => {
        const message = `failed to resolve ref ${spec.image}: ${messageOf(cause)}`;
        throw new ContainerStartError('CannotPullContainerError', message, { cause });
      });
      try {
        return await start(spec, digest);
      } catch (cause) {
        throw new ContainerStartError('CannotStartContainerError', messageOf(cause), { cause });
      }
    },
    async close() {
      await Promise.all([...running].map((container) => container.stop()));
    },
  };
}

function environmentOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
