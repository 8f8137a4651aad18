import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Header, type Pack, pack } from 'tar-stream';

/** One entry of an archive. Paths have no slash at the start. */
export type Entry = { readonly path: string; readonly uid?: number; readonly gid?: number } & (
  | { readonly kind: 'directory'; readonly mode?: number }
  | { readonly kind: 'symlink'; readonly target: string }
  | { readonly kind: 'content'; readonly content: Buffer | string; readonly mode?: number }
  | { readonly kind: 'file'; readonly source: string; readonly size: number; readonly mode: number }
);

/** A tar of the entries. The same entries always give the same bytes: no times, no names of users. */
export function archiveOf(entries: readonly Entry[]): Pack {
  const archive = pack();
  fill(archive, entries).catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return archive;
}

async function fill(archive: Pack, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) {
    if (entry.kind === 'file') await addFile(archive, entry);
    else addSmall(archive, entry);
  }
  archive.finalize();
}

function addSmall(archive: Pack, entry: Exclude<Entry, { kind: 'file' }>): void {
  const header = headerOf(entry);
  if (entry.kind === 'directory')
    archive.entry({ ...header, name: `${entry.path}/`, type: 'directory', mode: entry.mode ?? 0o755 });
  else if (entry.kind === 'symlink')
    archive.entry({ ...header, type: 'symlink', linkname: entry.target, mode: 0o777 });
  else archive.entry({ ...header, mode: entry.mode ?? 0o644 }, entry.content);
}

async function addFile(archive: Pack, entry: Extract<Entry, { kind: 'file' }>): Promise<void> {
  const target = archive.entry({ ...headerOf(entry), mode: entry.mode, size: entry.size });
  await pipeline(createReadStream(entry.source), target);
}

type Fixed = Pick<Header, 'name' | 'uid' | 'gid' | 'mtime'>;

const headerOf = ({ path, uid = 0, gid = 0 }: Entry): Fixed => ({ name: path, uid, gid, mtime: new Date(0) });
