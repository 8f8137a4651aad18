import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const LOCAL = join(import.meta.dirname, '../../../local');

async function run(program: string, ...words: string[]) {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [join(LOCAL, program), ...words]);
    return { code: 0, stdout, stderr: '' };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

it.each(['main.ts', 'start/main.ts'])(
  '%s refuses a fault that cannot be, before it starts anything',
  async (program) => {
    const { code, stdout, stderr } = await run(program, '--fault', 'throttle', '--fault', 'throtle');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('kind: "throtle" is no fault; there are throttle, ');
  },
);

it.each(['main.ts', 'start/main.ts'])('%s lists the kinds in its help', async (program) => {
  const { code, stdout } = await run(program, '--help');
  expect(code).toBe(0);
  expect(stdout).toContain('crash-function:run-deployment,operation=UpdateService,when=after\n');
});
