import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasEnded, ownerId } from './owner.ts';

const PREFIX = 'slipway-local-cloud-';

/** A folder for this run, named by its process. One process may run several clouds, as tests do. */
export function claimRunFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${PREFIX}${ownerId()}-`));
}

/** Folders of runs that have ended without removing them. */
export async function foldersLeft(): Promise<string[]> {
  const names = await readdir(tmpdir());
  const owner = (name: string) => name.slice(PREFIX.length, name.lastIndexOf('-'));
  return names
    .filter((name) => name.startsWith(PREFIX) && hasEnded(owner(name)))
    .map((name) => join(tmpdir(), name));
}
