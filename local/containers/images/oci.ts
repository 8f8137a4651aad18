import { z } from 'zod';

/** The parts of the OCI image specification that the local cloud reads and writes. */
export const MEDIA = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
} as const;

const descriptor = z.looseObject({ mediaType: z.string(), digest: z.string(), size: z.number() });

const manifest = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  config: descriptor,
  layers: z.array(descriptor),
});

const index = z.looseObject({
  schemaVersion: z.literal(2),
  manifests: z.array(
    descriptor.extend({ platform: z.looseObject({ os: z.string(), architecture: z.string() }).optional() }),
  ),
});

// Docker writes null where it has nothing.
const words = z.array(z.string()).nullish();

const settings = z.looseObject({
  Env: words,
  Entrypoint: words,
  Cmd: words,
  WorkingDir: z.string().nullish(),
  User: z.string().nullish(),
  StopSignal: z.string().nullish(),
  Labels: z.record(z.string(), z.string()).nullish(),
  ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
  Healthcheck: z.unknown().optional(),
});

const image = z.looseObject({
  architecture: z.string(),
  os: z.string(),
  config: settings.optional(),
  rootfs: z.looseObject({ type: z.literal('layers'), diff_ids: z.array(z.string()) }),
});

export type Descriptor = z.infer<typeof descriptor>;
export type Manifest = z.infer<typeof manifest>;
export type Index = z.infer<typeof index>;
export type Settings = z.infer<typeof settings>;
export type ImageConfig = z.infer<typeof image>;

/** @throws Error when it is neither a manifest nor an index */
export function readManifest(content: Buffer): Manifest | Index {
  return z.union([manifest, index]).parse(JSON.parse(content.toString('utf8')));
}

/** @throws Error when it is no image configuration */
export function readConfig(content: Buffer): ImageConfig {
  return image.parse(JSON.parse(content.toString('utf8')));
}

export const isIndex = (value: Manifest | Index): value is Index => 'manifests' in value;

/** The architecture's name in images (Go's), from Node's. */
export const ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch;
