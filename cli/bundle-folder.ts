import { constants } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { BundleFile } from '../shared/deployment/beanstalk-target.ts';

/** What belongs to tools, and not to the app. */
const LEFT_OUT = new Set(['.git', '.elasticbeanstalk', '.DS_Store', 'node_modules']);

/** More than fits into a version of the configuration (256 KB) is not read at all: somebody named the wrong folder. */
const MOST_BYTES = 256 * 1024;
const MOST_FILES = 1000;

/** All files of a folder with a source bundle, in the order of their paths. */
export async function readBundle(
  folder: string,
): Promise<{ readonly files: readonly BundleFile[] } | { readonly unreadable: string }> {
  try {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter(
        (path) =>
          !relative(folder, path)
            .split(sep)
            .some((part) => LEFT_OUT.has(part)),
      )
      .sort();
    if (paths.length > MOST_FILES)
      return { unreadable: `it has ${paths.length} files, more than ${MOST_FILES}` };
    let bytes = 0;
    const files: BundleFile[] = [];
    for (const path of paths) {
      const { size, mode } = await stat(path);
      bytes += size;
      if (bytes > MOST_BYTES) {
        return {
          unreadable: `its files are larger than ${MOST_BYTES / 1024} KB together: what is in the image need not be in the bundle`,
        };
      }
      files.push({
        path: relative(folder, path).split(sep).join('/'),
        ...contentOf(await readFile(path)),
        ...((mode & constants.S_IXUSR) !== 0 && { executable: true }),
      });
    }
    return { files };
  } catch (error) {
    return { unreadable: error instanceof Error && 'code' in error ? String(error.code) : String(error) };
  }
}

function contentOf(bytes: Buffer): Pick<BundleFile, 'content' | 'encoding'> {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes)
    ? { content: text }
    : { content: bytes.toString('base64'), encoding: 'base64' };
}
