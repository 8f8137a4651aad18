import { z } from 'zod';
import type { LeftOvers } from '../../runs/left-overs.ts';
import type { DockerApi } from './api.ts';
import {
  labelled,
  listContainers,
  listImages,
  listVolumes,
  namesOf,
  removeContainer,
  removeImage,
  removeVolume,
} from './inventory.ts';
import { isLeftOver, OWNER_LABEL, RUN_LABEL, strangerIn } from './marks.ts';

const labels = z.record(z.string(), z.string()).nullish();
const networks = z.array(z.looseObject({ Id: z.string(), Labels: labels }));

/** Removes all that one run has made. */
export async function removeRun(api: DockerApi, run: string): Promise<void> {
  await removeMarked(api, `${RUN_LABEL}=${run}`, () => true);
}

/**
 * Removes what runs have made that have ended without removing it. Tells how much there was, and people of containers
 * that may be left over as well.
 */
export async function removeLeftOvers(api: DockerApi): Promise<LeftOvers> {
  const removed = await removeMarked(api, RUN_LABEL, isLeftOver);
  const strangers = (await listContainers(api, RUN_LABEL)).flatMap(({ Labels }) => strangerIn(Labels) ?? []);
  for (const owner of new Set(strangers)) {
    const count = strangers.filter((one) => one === owner).length;
    console.error(
      `local cloud: whether the run ${owner} (HOST/PROCESS) has ended cannot be seen from here; it has ${count} container${count === 1 ? '' : 's'} in the engine. If it has: docker rm -fv $(docker ps -aq --filter label=${OWNER_LABEL}=${owner})`,
    );
  }
  return removed;
}

type Judge = (labels: Readonly<Record<string, string>> | null | undefined) => boolean;

async function removeMarked(api: DockerApi, label: string, judge: Judge): Promise<LeftOvers> {
  const isMarked = ({ Labels }: { Labels?: z.infer<typeof labels> }) => judge(Labels);
  const containers = (await listContainers(api, label)).filter(isMarked);
  await Promise.all(containers.map(({ Id }) => removeContainer(api, Id)));
  const images = (await listImages(api, label)).filter(isMarked);
  for (const image of images) {
    const names = namesOf(image);
    for (const name of names) await removeImage(api, name);
    if (names.length === 0) await removeImage(api, image.Id);
  }
  const listed = JSON.parse(await api.call('GET', `/networks?${labelled(label)}`));
  const nets = networks.parse(listed).filter(isMarked);
  // What a container of somebody else uses stays.
  for (const { Id } of nets) await api.find('DELETE', `/networks/${Id}`).catch(() => undefined);
  const disks = (await listVolumes(api, label)).filter(isMarked);
  for (const { Name } of disks) await removeVolume(api, Name);
  return {
    containers: containers.length,
    images: images.length,
    networks: nets.length,
    volumes: disks.length,
  };
}
