import { digestOf } from './blobs.ts';

export const MEDIA_TYPES = {
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociIndex: 'application/vnd.oci.image.index.v1+json',
} as const;

const indexes: readonly string[] = [MEDIA_TYPES.dockerList, MEDIA_TYPES.ociIndex];
const known: readonly string[] = Object.values(MEDIA_TYPES);

/** A manifest or index as it was pushed, with what can be read from it. */
export interface Manifest {
  readonly content: Buffer;
  readonly digest: string;
  readonly mediaType: string;
  /** What kind of artifact it is: the media type of its configuration, or its own `artifactType`. */
  readonly artifactMediaType?: string;
  /** Digests that must be in the blob store: configuration and layers. */
  readonly blobs: readonly { digest: string; size: number }[];
  /** Digests of the manifests that an index lists; empty for an image. */
  readonly children: readonly string[];
  readonly isIndex: boolean;
}

/** @throws Error that says what is wrong with it */
export function parseManifest(content: Buffer, givenType?: string): Manifest {
  const json = parseJson(content);
  const mediaType = textIn(json, 'mediaType') ?? givenType?.split(';')[0]?.trim();
  if (mediaType === undefined) throw new Error('the manifest has no mediaType');
  if (!known.includes(mediaType)) throw new Error(`manifests of the type ${mediaType} are not supported`);
  const isIndex = indexes.includes(mediaType);
  const config = objectIn(json, 'config');
  if (!isIndex && !config) throw new Error('the manifest has no config');
  const artifactMediaType = textIn(json, 'artifactType') ?? (config && textIn(config, 'mediaType'));
  return {
    content,
    digest: digestOf(content),
    mediaType,
    ...(artifactMediaType === undefined ? {} : { artifactMediaType }),
    blobs: isIndex ? [] : [config, ...listIn(json, 'layers')].map(descriptor),
    children: isIndex ? listIn(json, 'manifests').map((child) => descriptor(child).digest) : [],
    isIndex,
  };
}

function descriptor(value: unknown): { digest: string; size: number } {
  const digest = isObject(value) ? textIn(value, 'digest') : undefined;
  if (!isObject(value) || digest === undefined) throw new Error('a descriptor in the manifest has no digest');
  return { digest, size: typeof value.size === 'number' ? value.size : 0 };
}

function parseJson(content: Buffer): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(content.toString('utf8'));
  } catch (cause) {
    throw new Error('the manifest is not JSON', { cause });
  }
  if (!isObject(json)) throw new Error('the manifest is not a JSON object');
  return json;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectIn(json: Record<string, unknown>, name: string): Record<string, unknown> | undefined {
  const value = json[name];
  return isObject(value) ? value : undefined;
}

function listIn(json: Record<string, unknown>, name: string): unknown[] {
  const value = json[name];
  return Array.isArray(value) ? value : [];
}

function textIn(json: Record<string, unknown>, name: string): string | undefined {
  const value = json[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
