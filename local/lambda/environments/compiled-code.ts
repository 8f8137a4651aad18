import { mkdir, readdir, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What was compiled of functions, kept from run to run, out of git. */
const KEPT = join(import.meta.dirname, '../../../.local-cloud/compiled-functions');

/** For some eight states of Slipway's own functions, and as many small ones as tests make. */
const LIMITS = { bytes: 128 * 1024 * 1024, files: 1000 };

/**
 * A folder beside the unpacked code of a run's functions where Node finds what it has compiled of them, in this run or
 * another one: it knows it again by the way from there to the code, and that is the same in all runs, since code lies
 * under its digest. A new environment starts a third faster with it.
 * @param folder with the unpacked code
 * @param limits of what is kept: what is older goes
 */
export async function compiledCode(folder: string, kept = KEPT, limits = LIMITS): Promise<string> {
  const link = join(folder, 'compile-cache');
  try {
    await mkdir(kept, { recursive: true });
    await forgetOldest(kept, limits);
    await mkdir(folder, { recursive: true });
    await symlink(kept, link);
  } catch {
    // Where nothing can be kept, as in a project that cannot be written to, this run keeps it for itself.
  }
  return link;
}

async function forgetOldest(kept: string, limits: typeof LIMITS): Promise<void> {
  const names = await readdir(kept, { recursive: true });
  const found = await Promise.all(
    names.map(async (name) => {
      const file = join(kept, name);
      // Another run may just have removed it.
      const stats = await stat(file).catch(() => undefined);
      return stats?.isFile() ? [{ file, size: stats.size, writtenAt: stats.mtimeMs }] : [];
    }),
  );
  const newestFirst = found.flat().sort((a, b) => b.writtenAt - a.writtenAt);
  let bytes = 0;
  for (const [index, { file, size }] of newestFirst.entries()) {
    bytes += size;
    if (bytes > limits.bytes || index >= limits.files) await rm(file, { force: true });
  }
}
