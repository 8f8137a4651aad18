import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BaseImage } from '../base-image.ts';
import type { ImageFolder } from '../images/store.ts';

/** Images that are kept though no container runs them, so that a rollback finds its files. */
const KEPT = 10;

interface Kept {
  readonly images: ImageFolder;
  /** Where images are unpacked to. */
  readonly roots: string;
  readonly base: BaseImage;
  /** Digests of images that containers run. */
  readonly running: ReadonlySet<string>;
}

/**
 * Removes the images that neither run nor are among the newest: a builder's machine would have been thrown away.
 * To be called while no container is being started.
 */
export function removeOldImages({ images, roots, base, running }: Kept): void {
  const newest = [
    ...new Set(
      images
        .names()
        .sort(newestFirst)
        .map(({ digest }) => digest),
    ),
  ].slice(0, KEPT);
  const kept = new Set([base.digest, ...newest, ...running]);
  for (const { reference, digest } of images.names()) if (!kept.has(digest)) images.unname(reference);
  images.keep(kept);
  if (!existsSync(roots)) return;
  for (const name of readdirSync(roots))
    if (name.startsWith('sha256-') && !kept.has(name.replace('-', ':')))
      rmSync(join(roots, name), { recursive: true, force: true, maxRetries: 3 });
}

const newestFirst = (a: { namedAt: number }, b: { namedAt: number }) => b.namedAt - a.namedAt;
