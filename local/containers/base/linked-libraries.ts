import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Paths of the shared libraries that a program links, its loader among them. */
export async function linkedLibraries(program: string): Promise<string[]> {
  const { stdout } = await run('ldd', [program]);
  return [...stdout.matchAll(/(?<path>\/\S+)\s+\(0x[0-9a-f]+\)/g)].map(({ groups }) => groups?.path ?? '');
}
