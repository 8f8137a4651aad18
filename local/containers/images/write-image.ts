import type { Layer } from './layer.ts';
import { ARCHITECTURE, type ImageConfig, MEDIA, type Settings } from './oci.ts';
import type { ImageFolder } from './store.ts';

/** Puts an image together from its layers, and gives its manifest's digest. */
export function writeImage(folder: ImageFolder, layers: readonly Layer[], settings: Settings): string {
  const config: ImageConfig = {
    architecture: ARCHITECTURE,
    os: 'linux',
    config: settings,
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  };
  const content = Buffer.from(JSON.stringify(config));
  const digest = folder.write(content);
  return folder.write(
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: MEDIA.manifest,
        config: { mediaType: MEDIA.config, digest, size: content.length },
        layers: layers.map(({ descriptor }) => descriptor),
      }),
    ),
  );
}
