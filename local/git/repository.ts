import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runGit } from './run-git.ts';

export interface Webhook {
  readonly url: string;
  readonly secret: string;
}

export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly fullName: string;
  /** Where to clone it from and push to. */
  readonly url: string;
  readonly defaultBranch: string;
  /** The bare repository. */
  readonly folder: string;
  readonly createdAt: Date;
  readonly webhooks: Webhook[];
}

/** The variable that tells the hook where to write down what was pushed. */
export const PUSH_RECORD = 'SLIPWAY_PUSH_RECORD';

/** Runs when all refs of a push have moved, and gets just those that did: no other push can come between. */
const HOOK = `#!/bin/sh
exec cat > "$${PUSH_RECORD}"
`;

/** Makes the bare repository on disk. */
export async function initialize({ folder, defaultBranch }: Repository): Promise<void> {
  await mkdir(folder, { recursive: true });
  await runGit(folder, 'init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`);
  await runGit(folder, 'config', 'http.receivepack', 'true');
  // It would pack in a process that nobody ends: packing.ts does it.
  await runGit(folder, 'config', 'receive.autoGc', 'false');
  await writeFile(join(folder, 'hooks', 'post-receive'), HOOK, { mode: 0o755 });
}
