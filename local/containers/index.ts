import type { Clock } from '../clock.ts';
import { CACHE_FOLDER } from './base-image.ts';
import { dockerEngine } from './docker/engine.ts';
import { findEngine } from './docker/find-engine.ts';
import { ecrLogin } from './images/login.ts';
import type { EngineOptions, PreparedEngine } from './prepared-engine.ts';
import { processEngine } from './process/engine.ts';

/**
 * What runs and builds containers: the Docker engine where one answers, else plain processes.
 *
 * @param kind `auto` for that; `docker` or `process` to have that one
 * @param folder of this run's own
 * @param registry host and port of the local registry
 * @throws Error when `docker` is asked for and no engine answers
 */
export async function createEngine({
  kind,
  folder,
  registry,
  seedBlob,
  clock,
}: {
  kind: 'auto' | 'docker' | 'process';
  folder: string;
  registry: string;
  seedBlob?: EngineOptions['seedBlob'];
  clock: Clock;
}): Promise<PreparedEngine> {
  const options = { folder, registry, seedBlob, login: ecrLogin(registry, clock), cache: CACHE_FOLDER };
  if (kind === 'process') return processEngine(options, 'as asked for');
  const found = await findEngine();
  if (!('reason' in found)) return dockerEngine(found, options);
  if (kind === 'docker') throw new Error(`no Docker engine answers: ${found.reason}`);
  return processEngine(options, found.reason);
}
