import { strToU8, type Zippable, zipSync } from 'fflate';
import type { BundleFile } from '../../../deployment/beanstalk-target.ts';

/** The oldest time that a zip can tell, for all files: when a bundle was made is no part of what it is. */
const TIME = new Date(1980, 0, 1);

/** The file was made on Unix: then the upper half of its attributes is its mode. */
const UNIX = 3;
const FILE = 0o100644;
const PROGRAM = 0o100755;

/** A zip with these files: the same files are the same bytes, whenever and in whatever order they come. */
export function zipOf(files: readonly BundleFile[]): Uint8Array {
  const entries: Zippable = {};
  for (const { path, content, encoding, executable } of files.toSorted((a, b) =>
    a.path < b.path ? -1 : 1,
  )) {
    const bytes = encoding === 'base64' ? new Uint8Array(Buffer.from(content, 'base64')) : strToU8(content);
    const attrs = (executable ? PROGRAM : FILE) << 16;
    entries[path] = [bytes, { mtime: TIME, level: 9, os: UNIX, attrs }];
  }
  return zipSync(entries);
}
