import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A row of "How a deployment can end" in the README. */
export interface Row {
  readonly what: string;
  readonly verdict: string;
  readonly after: string;
  /** What the message must contain: the cell's words, split where they have `…`. */
  readonly told: readonly string[];
}

const README = join(import.meta.dirname, '../../../README.md');
const HEADING = '## How a deployment can end';

/** The rows of the README's table: what the tests of endings are held to. */
export async function readEndings(): Promise<Row[]> {
  const text = await readFile(README, 'utf8');
  const [, section = ''] = text.split(`\n${HEADING}\n`);
  const [chapter = ''] = section.split('\n## ');
  return chapter
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| what happens'))
    .map((line) => {
      const [what = '', verdict = '', after = '', told = ''] = line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.trim());
      return {
        what,
        verdict: verdict.replaceAll('`', ''),
        after,
        told: (/`([^`]*)`/.exec(told)?.[1] ?? '')
          .split('…')
          .map((part) => part.trim())
          .filter(Boolean),
      };
    });
}
