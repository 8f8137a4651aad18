import { BatchGetImageCommand, type ECRClient, GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import * as z from 'zod/mini';
import { errorName } from '../../../aws/errors.ts';
import type { Release } from '../../../deployment/model.ts';
import { parseImage } from '../image.ts';

const platform = z.object({ architecture: z.string() });
const manifest = z.object({
  /** Of an index: one for each platform, and attestations whose platform is `unknown`. */
  manifests: z.optional(z.array(z.object({ platform: z.optional(platform) }))),
  config: z.optional(z.object({ digest: z.string() })),
});

const ACCEPTED = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** The account and region in an image's name; undefined where its host is none of ECR's. */
export function registryOf(image: string): { account: string; region: string } | undefined {
  const [, account, region] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\./.exec(parseImage(image).host ?? '') ?? [];
  return account && region ? { account, region } : undefined;
}

/** What architectures an image is made for, as `amd64`; `missing` when it is not in its repository. */
export async function readPlatforms(
  ecr: ECRClient,
  { repository: repositoryName, digest, image }: Release,
): Promise<readonly string[] | 'missing'> {
  const registryId = registryOf(image)?.account;
  const place = { repositoryName, ...(registryId ? { registryId } : {}) };
  try {
    const { images = [] } = await ecr.send(
      new BatchGetImageCommand({
        ...place,
        imageIds: [{ imageDigest: digest }],
        acceptedMediaTypes: ACCEPTED,
      }),
    );
    const text = images[0]?.imageManifest;
    if (text === undefined) return 'missing';
    const { manifests, config } = manifest.parse(JSON.parse(text));
    if (manifests !== undefined) {
      const named = manifests.flatMap((one) => one.platform?.architecture ?? []);
      return [...new Set(named)].filter((architecture) => architecture !== 'unknown');
    }
    if (config === undefined) return [];
    const { downloadUrl } = await ecr.send(
      new GetDownloadUrlForLayerCommand({ ...place, layerDigest: config.digest }),
    );
    return downloadUrl === undefined ? [] : [await architectureAt(downloadUrl)];
  } catch (cause) {
    if (errorName(cause) === 'RepositoryNotFoundException') return 'missing';
    throw cause;
  }
}

/** How long a configuration of a few kilobytes may take to come, in milliseconds. */
const DOWNLOAD_LIMIT_MS = 5000;

async function architectureAt(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_LIMIT_MS) });
  if (!answer.ok) throw new Error(`the image's configuration could not be read: ${answer.status}`);
  return platform.parse(await answer.json()).architecture;
}
