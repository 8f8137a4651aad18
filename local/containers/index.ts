import type { Clock } from '../clock.ts';
import type { LeftOvers } from '../runs/left-overs.ts';
import { CACHE_FOLDER } from './base-image.ts';
import { dockerEngine } from './docker/engine.ts';
import { type FoundEngine, findEngine } from './docker/find-engine.ts';
import { removeLeftOvers } from './docker/remove.ts';
import { removeStandIn } from './docker/stand-in.ts';
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
  care,
}: {
  kind: 'auto' | 'docker' | 'process';
  folder: string;
  registry: string;
  seedBlob?: EngineOptions['seedBlob'];
  care: EngineOptions['care'];
  clock: Clock;
}): Promise<PreparedEngine> {
  const options = { folder, registry, seedBlob, care, login: ecrLogin(registry, clock), cache: CACHE_FOLDER };
  const found = await findEngine();
  if (!('reason' in found) && kind !== 'process') return dockerEngine(found, options);
  // Former runs may have used an engine that this one is not to use.
  if (!('reason' in found))
    return { ...processEngine(options, 'as asked for'), leftOvers: await tidy(found) };
  if (kind === 'docker') throw new Error(`no Docker engine answers: ${found.reason}`);
  return processEngine(options, kind === 'process' ? 'as asked for' : found.reason);
}

async function tidy({ api }: FoundEngine): Promise<LeftOvers> {
  try {
    const left = await removeLeftOvers(api);
    await removeStandIn(api);
    return left;
  } catch (error) {
    console.error('local cloud: what former runs have left in the Docker engine stays there:', error);
    return {};
  } finally {
    api.close();
  }
}
