import { constants, copyFileSync, linkSync } from 'node:fs';

/** The same file under another name, for files that are never changed; a copy where no link can be. */
export function linkFile(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch {
    // Another file system, or one without hard links.
    copyFileSync(file, name, constants.COPYFILE_FICLONE);
  }
}
