import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { walk } from '../base/walk.ts';
import type { Entry } from '../images/archive.ts';
import { patternSource } from './pattern.ts';

/** The folder that a build may copy from, without what `.dockerignore` leaves out. */
export class Context {
  /** All that is in it. */
  readonly entries: readonly Entry[];

  constructor(folder: string) {
    const { ignores, prunes } = ignoreRules(join(folder, '.dockerignore'));
    const files = walk(folder, '', prunes).filter(({ kind, path }) => kind !== 'directory' && !ignores(path));
    // Folders come from the files in them: one of which all was left out is left out too.
    const folders = new Set(files.flatMap(({ path }) => parentsOf(path)));
    const directories = [...folders].map((path): Entry => ({ path, kind: 'directory' }));
    this.entries = [...directories, ...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /**
   * What a source of COPY stands for. A folder gives what is in it, with paths from that folder.
   * Nothing is given where nothing is there.
   */
  find(source: string): { entries: Entry[]; isFolder: boolean }[] {
    // A path cannot leave the context: `..` at its start counts as nothing.
    const path = posix.normalize(`/${source}`).replace(/^\/|\/$/g, '');
    if (path === '') return [{ entries: this.#within(''), isFolder: true }];
    const matching = new RegExp(`^${patternSource(path)}$`);
    return this.entries
      .filter((entry) => matching.test(entry.path))
      .map((entry) =>
        entry.kind === 'directory'
          ? { entries: this.#within(`${entry.path}/`), isFolder: true }
          : { entries: [{ ...entry, path: posix.basename(entry.path) }], isFolder: false },
      );
  }

  #within(prefix: string): Entry[] {
    return this.entries
      .filter(({ path }) => path.startsWith(prefix))
      .map((entry) => ({ ...entry, path: entry.path.slice(prefix.length) }));
  }
}

function parentsOf(path: string): string[] {
  const parent = posix.dirname(path);
  return parent === '.' ? [] : [...parentsOf(parent), parent];
}

/** A later rule wins over an earlier one, and a rule for a folder counts for all that is in it. */
function ignoreRules(file: string): Record<'ignores' | 'prunes', (path: string) => boolean> {
  const rules = (existsSync(file) ? readFileSync(file, 'utf8') : '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const keeps = line.startsWith('!');
      const path = posix.normalize(`/${keeps ? line.slice(1).trim() : line}`).replace(/^\/|\/$/g, '');
      return { keeps, pattern: new RegExp(`^${patternSource(path)}(?:/.*)?$`) };
    });
  const ignores = (path: string) => rules.findLast(({ pattern }) => pattern.test(path))?.keeps === false;
  // Below a folder that is left out something may still be kept: then it must be looked through.
  const prunes = rules.some(({ keeps }) => keeps) ? () => false : ignores;
  return { ignores, prunes };
}
