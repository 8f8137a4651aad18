import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Entry } from '../images/archive.ts';

/**
 * Entries for all that is in a folder, in the order of their names.
 * @param skip paths that are left out, with all that is below them
 */
export function walk(folder: string, into: string, skip: (path: string) => boolean = () => false): Entry[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name): Entry[] => {
      const source = join(folder, name);
      const path = posix.join(into, name);
      if (skip(path)) return [];
      const found = lstatSync(source);
      if (found.isSymbolicLink()) return [{ path, kind: 'symlink', target: readlinkSync(source) }];
      if (found.isDirectory()) return [{ path, kind: 'directory' }, ...walk(source, path, skip)];
      if (!found.isFile()) return [];
      return [{ path, kind: 'file', source, size: found.size, mode: found.mode & 0o777 }];
    });
}
