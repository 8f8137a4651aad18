import { resolve } from 'node:path';
import { readArguments } from '../arguments.ts';
import type { Command } from './command.ts';

/** Options that change nothing about what this builder makes: each image is built anew, for this machine. */
const HARMLESS_VALUES = ['--progress', '--provenance', '--sbom', '--platform', '--cache-from', '--network'];
const HARMLESS_SWITCHES = ['--force-rm', '--load', '--no-cache', '--pull', '--rm'];

export const build: Command = async (words, { tool, out, error }) => {
  const given = readArguments('build', words, {
    values: ['-t', '--tag', '-f', '--file', '--build-arg', '--label', ...HARMLESS_VALUES],
    switches: ['-q', '--quiet', ...HARMLESS_SWITCHES],
  });
  const [context, ...others] = given.rest;
  if (context === undefined || others.length > 0)
    throw new Error(`"docker build" requires exactly 1 argument, the folder to build from`);
  if (context === '-' || /^(?:https?|git):/.test(context))
    throw new Error(`docker build: only a folder can be built from, not ${context}`);
  const platform = given.last('--platform');
  if (platform !== undefined && !platform.startsWith('linux/'))
    throw new Error(`docker build: the platform ${platform} cannot be built, only linux`);
  const quiet = given.has('-q', '--quiet');
  const tags = given.all('-t', '--tag');
  const id = await tool.build({
    context: resolve(context),
    dockerfile: resolve(given.last('-f', '--file') ?? `${context}/Dockerfile`),
    buildArguments: argumentsOf(given.all('--build-arg')),
    labels: pairs(given.all('--label')),
    tags,
    say: quiet ? () => undefined : error,
  });
  if (quiet) out(`${id}\n`);
  else {
    error(`Successfully built ${id.slice('sha256:'.length, 19)}\n`);
    for (const tag of tags) error(`Successfully tagged ${tag}\n`);
  }
};

/** `NAME=VALUE`, or `NAME` for the value of that environment variable. */
function argumentsOf(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.flatMap((text) => {
      const at = text.indexOf('=');
      if (at > 0) return [[text.slice(0, at), text.slice(at + 1)]];
      const value = process.env[text];
      return value === undefined ? [] : [[text, value]];
    }),
  );
}

function pairs(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const [name = '', ...value] = text.split('=');
      return [name, value.join('=')];
    }),
  );
}
