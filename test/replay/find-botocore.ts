import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FIND = 'import botocore, os; print(botocore.__version__, os.path.dirname(botocore.__file__))';

/** The Pythons that may have it: the one that cfn-lint was installed for by `npm run lint:templates`, then others. */
function pythons(): string[] {
  const own = fileURLToPath(new URL('../../.local-cloud/cfn-lint/bin/python', import.meta.url));
  const besideLinter = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'cfn-lint'))
    .filter((program) => existsSync(program))
    .map((program) => join(dirname(program), 'python'));
  return [
    ...(process.env.BOTOCORE_PYTHON ? [process.env.BOTOCORE_PYTHON] : []),
    own,
    ...besideLinter,
    'python3',
  ];
}

/** Where AWS's published models and examples are: botocore (Apache-2.0), which cfn-lint needs. @throws Error when it is nowhere */
export function findBotocore(): { version: string; folder: string } {
  for (const python of pythons()) {
    const { status, stdout } = spawnSync(python, ['-c', FIND], { encoding: 'utf8' });
    const [version, ...folder] = stdout?.trim().split(' ') ?? [];
    if (status === 0 && version) return { version, folder: folder.join(' ') };
  }
  throw new Error(
    'botocore was not found. `npm run lint:templates` installs it with cfn-lint; else name a Python that has it in BOTOCORE_PYTHON.',
  );
}
