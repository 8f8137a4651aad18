import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readEndings } from '../scenarios/endings/table.ts';

const SCENARIOS = join(import.meta.dirname, '../scenarios/endings');
const VERDICTS = ['verified', 'rolled-back', 'failed', 'superseded', 'rejected'];

it('each row of "How a deployment can end" in the README is played by one test of its name', async () => {
  const rows = await readEndings();
  expect(rows.length).toBeGreaterThanOrEqual(20);
  const names = (await readdir(SCENARIOS)).filter((name) => name.endsWith('.test.ts'));
  const texts = await Promise.all(names.map((name) => readFile(join(SCENARIOS, name), 'utf8')));
  const source = texts.join('\n').replaceAll('it("', "it('").replaceAll('", async', "', async");
  for (const { what, verdict, told } of rows) {
    expect(source.split(`it('${what}', async`), `tests of "${what}"`).toHaveLength(2);
    expect(VERDICTS, what).toContain(verdict);
    expect(told, `what is told of "${what}"`).not.toEqual([]);
  }
});
