import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FIND = 'import botocore, os; print(botocore.__version__, os.path.dirname(botocore.__file__))';

/** The Pythons that may have it: the one that cfn-lint was installed for, then others. */
function pythons(): string[] {
  const own = fileURLToPath(new URL('../../.local-cloud/cfn-lint/bin/python', import.meta.url));
  const ofLinters = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'cfn-lint'))
    .filter((program) => existsSync(program))
    .flatMap((program) => /^#!\s*(\S*python\S*)/.exec(readFileSync(program, 'utf8'))?.[1] ?? []);
  const named = process.env.BOTOCORE_PYTHON;
  return [...(named ? [named] : []), own, ...ofLinters, 'python3'];
}

/**
 * Where AWS's published examples are: botocore (Apache-2.0), which cfn-lint brings.
 * @throws Error when it is nowhere
 */
export function findBotocore(): { version: string; folder: string } {
  for (const python of pythons()) {
    const { status, stdout } = spawnSync(python, ['-c', FIND], { encoding: 'utf8' });
    const [, version, folder] = /^(\S+) (.+)$/m.exec(stdout ?? '') ?? [];
    if (status === 0 && version && folder) return { version, folder };
  }
  throw new Error(
    'botocore was not found. `npm run lint:templates` installs it with cfn-lint; a Python that has it can be named in BOTOCORE_PYTHON.',
  );
}
