import type { Context } from './context.ts';

/** Removes the layers that no image has any more, after images have gone. */
export function collectBlobs({ repositories, blobs }: Pick<Context, 'repositories' | 'blobs'>): void {
  const images = repositories.all().flatMap(({ images }) => [...images.values()]);
  blobs.keep(new Set(images.flatMap(({ manifest }) => manifest.blobs.map(({ digest }) => digest))));
}
