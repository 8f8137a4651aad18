import { z } from 'zod';
import { type BaseImage, STAND_IN_FOR, STAND_IN_LABEL } from '../base-image.ts';
import { BASE_REPOSITORY, pushBase } from '../base-repository.ts';
import type { EngineOptions } from '../prepared-engine.ts';
import { type DockerApi, DockerError } from './api.ts';
import { listImages, listNameless, namesOf, removeImage } from './inventory.ts';
import { type Marks, RUN_LABEL } from './marks.ts';
import { pullImage } from './pull.ts';

/** On the container that holds the stand-in for a run. */
const HOLDER_LABEL = 'slipway.local-cloud.base';

/** How often the stand-in is put there anew when other runs, which end, take it away. */
const TRIES = 5;

interface Options extends Pick<EngineOptions, 'registry' | 'login' | 'seedBlob'> {
  readonly marks: Marks;
}

const image = z.looseObject({
  Id: z.string(),
  Config: z.looseObject({ Labels: z.record(z.string(), z.string()).nullish() }),
});

/**
 * Gives the engine the stand-in under the name of the real base image, unless it has the real one.
 *
 * The engine pulls it from the local registry: that way it knows that the registry has this layer, and no push of an
 * app sends it. A container that is never started holds the image for this run, so that another run that ends
 * meanwhile leaves it.
 */
export async function installStandIn(api: DockerApi, base: BaseImage, options: Options): Promise<void> {
  const present = await find(api);
  if (present && !isStandIn(present)) return;
  await pushBase(base, options);
  for (let tries = 1; ; tries++) {
    try {
      return await hold(api, base, options);
    } catch (error) {
      // Another run that ended took it away in between.
      if (!(error instanceof DockerError && error.status === 404) || tries === TRIES) throw error;
    }
  }
}

async function hold(api: DockerApi, base: BaseImage, { registry, login, marks }: Options): Promise<void> {
  if ((await find(api))?.Id !== base.id) {
    const pulled = `${registry}/${BASE_REPOSITORY}@${base.digest}`;
    await pullImage(api, pulled, login, registry);
    await giveName(api, pulled);
  }
  await api.call('POST', `/containers/create?name=slipway-base-${marks.run}`, {
    json: { Image: STAND_IN_FOR, Labels: { ...marks.labels, [HOLDER_LABEL]: 'true' } },
  });
}

async function giveName(api: DockerApi, image: string): Promise<void> {
  const at = STAND_IN_FOR.lastIndexOf(':');
  const query = new URLSearchParams({ repo: STAND_IN_FOR.slice(0, at), tag: STAND_IN_FOR.slice(at + 1) });
  await api.call('POST', `/images/${image}/tag?${query}`);
}

/** Removes the stand-in when no run holds it any more. The real image is never touched. */
export async function removeStandIn(api: DockerApi): Promise<void> {
  if (await isHeld(api)) return;
  await removeBroken(api);
  const present = await find(api);
  if (!present || !isStandIn(present)) return;
  // Runs that were killed have left their own names of it.
  const stale = (await listImages(api, `${STAND_IN_LABEL}=true`)).flatMap(namesOf).filter(isBaseName);
  for (const name of [...stale, STAND_IN_FOR]) await removeImage(api, name);
  // A run that began in between holds the image, but by this it has lost the name.
  if (await isHeld(api)) await giveName(api, present.Id).catch(() => undefined);
}

/** Removes what builds on the stand-in have left that were broken off, unless some run may just be building. */
export async function removeBrokenBuilds(api: DockerApi): Promise<void> {
  if (!(await isHeld(api))) await removeBroken(api);
}

async function removeBroken(api: DockerApi): Promise<void> {
  for (const { Id } of await listNameless(api, `${STAND_IN_LABEL}=true`)) await removeImage(api, Id);
}

async function isHeld(api: DockerApi): Promise<boolean> {
  const filters = encodeURIComponent(JSON.stringify({ label: [HOLDER_LABEL, RUN_LABEL] }));
  const holders: unknown = JSON.parse(await api.call('GET', `/containers/json?all=1&filters=${filters}`));
  return Array.isArray(holders) && holders.length > 0;
}

async function find(api: DockerApi) {
  const found = await api.find('GET', `/images/${STAND_IN_FOR}/json`);
  return found === undefined ? undefined : image.parse(JSON.parse(found));
}

const isBaseName = (name: string) => name.includes(`/${BASE_REPOSITORY}@`);
const isStandIn = ({ Config }: z.infer<typeof image>) => Config.Labels?.[STAND_IN_LABEL] === 'true';
