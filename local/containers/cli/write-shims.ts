import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath } from '../find-on-path.ts';
import type { ShimSettings } from './settings.ts';

/** A command of its own in `folder`, for /bin/sh. */
export function writeCommand(folder: string, name: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** Text as one word of a shell script. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A `docker` in `folder` that is this project's own, for builds where docker's command is missing. */
export function writeDockerShim(folder: string, settings: ShimSettings): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'settings.json');
  writeFileSync(file, JSON.stringify(settings));
  const program = join(import.meta.dirname, 'docker.ts');
  writeCommand(folder, 'docker', `${runNode(program)} ${quoted(file)} "$@"`);
}

/** Folders to put before the PATH for `aws`: none where the real one is installed. */
export function awsShim(folder: string): string[] {
  if (findOnPath('aws') !== undefined) return [];
  const program = join(import.meta.dirname, 'aws.ts');
  writeCommand(folder, 'aws', `${runNode(program)} "$@"`);
  return [folder];
}

/** With what was compiled kept from call to call and run to run, a command starts in less than half the time. */
function runNode(program: string): string {
  const cache = quoted(join(import.meta.dirname, '../../../.local-cloud/compile-cache'));
  return `NODE_COMPILE_CACHE=${cache} exec ${quoted(process.execPath)} --no-warnings ${quoted(program)}`;
}
