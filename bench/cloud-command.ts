import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const PROJECT = join(import.meta.dirname, '..');

/** How `npm run cloud` starts Node, so that what is measured is what users get. */
export async function cloudCommand(): Promise<{
  readonly environment: NodeJS.ProcessEnv;
  readonly options: readonly string[];
  readonly program: string;
}> {
  const { scripts } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const words = (scripts.cloud ?? '').split(' ');
  const node = words.indexOf('node');
  const variables = words.slice(0, node).map((word) => word.split('=') as [string, string]);
  return {
    environment: { ...process.env, ...Object.fromEntries(variables) },
    options: words.slice(node + 1, -1),
    program: join(PROJECT, words.at(-1) ?? ''),
  };
}
