import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pythonFolder } from '../../scripts/python-tool.ts';

const FIND = 'import botocore, os; print(botocore.__version__, os.path.dirname(botocore.__file__))';

/** Whose examples are known to replay. */
const VERSION = '1.43.11';

/**
 * Where AWS's published examples are: botocore (Apache-2.0), of the Python that `BOTOCORE_PYTHON` names, else in a folder of
 * its own in this project.
 * @throws Error when it is nowhere
 */
export function findBotocore(): { version: string; folder: string } {
  const named = process.env.BOTOCORE_PYTHON;
  const python = named ?? join(pythonFolder({ package: 'botocore', version: VERSION }), 'bin', 'python');
  const { status, stdout } = spawnSync(python, ['-c', FIND], { encoding: 'utf8' });
  const [, version, folder] = /^(\S+) (.+)$/m.exec(stdout ?? '') ?? [];
  if (status === 0 && version && folder) return { version, folder };
  throw new Error(`${python} has no botocore.`);
}
