import { z } from 'zod';
import { type DockerApi, DockerError } from './api.ts';

const labels = z.record(z.string(), z.string()).nullable();
const containers = z.array(z.looseObject({ Id: z.string(), Labels: labels }));
const images = z.array(
  z.looseObject({
    Id: z.string(),
    /** Seconds since 1970. */
    Created: z.number(),
    Labels: labels,
    RepoTags: z.array(z.string()).nullable(),
    RepoDigests: z.array(z.string()).nullable(),
  }),
);

const volumes = z.looseObject({
  Volumes: z.array(z.looseObject({ Name: z.string(), Labels: labels })).nullable(),
});

export type ImageSummary = z.infer<typeof images>[number];

export const labelled = (label: string) =>
  `filters=${encodeURIComponent(JSON.stringify({ label: [label] }))}`;

export async function listImages(api: DockerApi, label?: string): Promise<ImageSummary[]> {
  const query = label === undefined ? '' : `?${labelled(label)}`;
  return images.parse(JSON.parse(await api.call('GET', `/images/json${query}`)));
}

/** Images with a label and no name that no other image is built on, such as a build leaves that was broken off. */
export async function listNameless(api: DockerApi, label: string): Promise<ImageSummary[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [label], dangling: ['true'] }));
  return images.parse(JSON.parse(await api.call('GET', `/images/json?filters=${filters}`)));
}

/** Names of an image: tags and digests. Docker shows `<none>` where it has none. */
export function namesOf({ RepoTags, RepoDigests }: ImageSummary): string[] {
  return [...(RepoTags ?? []), ...(RepoDigests ?? [])].filter((name) => !name.includes('<none>'));
}

export async function listContainers(api: DockerApi, label: string) {
  const text = await api.call('GET', `/containers/json?all=1&${labelled(label)}`);
  return containers.parse(JSON.parse(text));
}

export async function removeContainer(api: DockerApi, id: string): Promise<void> {
  try {
    await api.find('DELETE', `/containers/${id}?force=1&v=1`);
  } catch (error) {
    // Something else is removing it at this moment.
    if (!(error instanceof DockerError && error.status === 409)) throw error;
  }
}

/** Removes a name of an image, and the image with its last name. What something else uses stays. */
export async function removeImage(api: DockerApi, name: string): Promise<void> {
  await api.find('DELETE', `/images/${name}`).catch(() => undefined);
}

/** Removes a volume, unless a container still has it. */
export async function removeVolume(api: DockerApi, name: string): Promise<void> {
  await api.find('DELETE', `/volumes/${encodeURIComponent(name)}`).catch(() => undefined);
}

export async function listVolumes(api: DockerApi, label: string) {
  return volumes.parse(JSON.parse(await api.call('GET', `/volumes?${labelled(label)}`))).Volumes ?? [];
}
