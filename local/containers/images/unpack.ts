import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { chmod, link, lstat, mkdir, readdir, readlink, realpath, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type ExtractEvents, extract } from 'tar-stream';

/** How a layer says that a file, or all that was in a folder, is gone (OCI image specification, "Whiteouts"). */
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
/** Links on one path (Linux's own limit, path_resolution(7)). */
const MAXIMUM_LINKS = 40;

/**
 * Lays one packed layer over a root folder. Nothing is written outside of the root, whatever the layer says, and
 * absolute links are made relative so that they stay within it too. Owners and devices are left out.
 *
 * @throws Error for a path or link that leads out of the root
 */
export async function unpackLayer(file: string, root: string): Promise<void> {
  const archive = extract();
  const base = await realpath(root);
  const unpacked = (async () => {
    for await (const entry of archive) {
      await place(base, entry);
      entry.resume();
    }
  })();
  await Promise.all([pipeline(plain(createReadStream(file)), archive), unpacked]);
}

/** Layers are gzip in practice; anything else is refused by gunzip with its own words. */
function plain(packed: ReadStream): Readable {
  const unpacked = createGunzip();
  packed.on('error', (error) => unpacked.destroy(error));
  return packed.pipe(unpacked);
}

type Content = ExtractEvents['entry'][1];

async function place(root: string, content: Content): Promise<void> {
  const { header } = content;
  const path = join(root, posix.normalize(`/${header.name}`));
  if (path === root || path === root + sep) return;
  const parent = await within(root, dirname(path));
  const name = basename(path);
  if (name === OPAQUE) return empty(parent);
  if (name.startsWith(WHITEOUT)) return remove(join(parent, name.slice(WHITEOUT.length)));
  const target = join(parent, name);
  switch (header.type) {
    case 'directory':
      await mkdir(target, { recursive: true });
      return chmod(target, (header.mode ?? 0o755) | 0o700);
    case 'symlink':
      await remove(target);
      return symlink(inside(root, parent, header.linkname ?? ''), target);
    case 'link': {
      const existing = join(root, posix.normalize(`/${header.linkname ?? ''}`));
      await remove(target);
      return link(join(await within(root, dirname(existing)), basename(existing)), target);
    }
    case 'file':
    case 'contiguous-file':
      await remove(target);
      return pipeline(content, createWriteStream(target, { mode: (header.mode ?? 0o644) | 0o600 }));
    default:
      // Devices and pipes: no program that runs as a plain process can use them.
      return;
  }
}

/**
 * The folder as it really is, made where it is missing, also behind a link to what is not there.
 * @throws Error when links lead it out of the root, or in a circle
 */
async function within(root: string, folder: string, links = 0): Promise<string> {
  if (folder === root) return root;
  if (!folder.startsWith(root + sep) || links > MAXIMUM_LINKS)
    throw new Error(`a layer leads out of the image at ${relative(root, folder)}`);
  const parent = await within(root, dirname(folder), links);
  const path = join(parent, basename(folder));
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSymbolicLink()) return within(root, resolve(parent, await readlink(path)), links + 1);
  if (!found?.isDirectory()) await mkdir(path);
  return path;
}

/** Where a link may point: what is absolute or climbs too far begins at the root, as it would in a container. */
function inside(root: string, parent: string, target: string): string {
  const from = `/${relative(root, parent).split(sep).join('/')}`;
  const absolute = posix.resolve(from, target);
  return posix.relative(from, absolute) || '.';
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await remove(join(folder, name));
}

const remove = (path: string) => rm(path, { recursive: true, force: true });
