import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type BundleFolders,
  filesNamed,
  formatProblem,
  type ParsedConfig,
  parseConfig,
  type TemplateFiles,
} from '../shared/config/index.ts';
import type { BundleFile } from '../shared/deployment/beanstalk-target.ts';
import { readBundle } from './bundle-folder.ts';
import { EXIT, Failure } from './exit-codes.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

export const DEFAULT_FILE = 'slipway.yml';

export interface ConfigFile {
  readonly text: string;
  /** The text of each task definition that it names, by the path as it stands there. */
  readonly templates: Readonly<Record<string, string>>;
  /** The files of each source bundle that it names, by the folder as it stands there. */
  readonly bundles: Readonly<Record<string, readonly BundleFile[]>>;
  readonly parsed: ParsedConfig;
}

/** @throws Failure when there is no such file */
export async function readConfigFile(path: string, settings: Settings): Promise<ConfigFile> {
  const read = await readText(path);
  if ('unreadable' in read) throw new Failure(EXIT.usage, `${path} cannot be read: ${read.unreadable}`);
  const { text } = read;
  const named = filesNamed(text);
  const beside = dirname(path);
  const templates: TemplateFiles = new Map(
    await eachOf(named.templates, (file) => readText(join(beside, file))),
  );
  const bundles: BundleFolders = new Map(
    await eachOf(named.bundles, (folder) => readBundle(join(beside, folder))),
  );
  return {
    text,
    templates: Object.fromEntries(
      [...templates].flatMap(([file, found]) => ('text' in found ? [[file, found.text] as const] : [])),
    ),
    bundles: Object.fromEntries(
      [...bundles].flatMap(([folder, found]) => ('files' in found ? [[folder, found.files] as const] : [])),
    ),
    parsed: parseConfig(text, path, settings.region ?? process.env.AWS_REGION, templates, bundles),
  };
}

function eachOf<Found>(names: readonly string[], read: (name: string) => Promise<Found>) {
  return Promise.all(names.map(async (name) => [name, await read(name)] as const));
}

async function readText(path: string): Promise<{ text: string } | { unreadable: string }> {
  try {
    return { text: await readFile(path, 'utf8') };
  } catch (error) {
    return { unreadable: error instanceof Error && 'code' in error ? String(error.code) : String(error) };
  }
}

/** Prints what is wrong with it, or what is to be warned of. True when it may be used. */
export function printFindings(terminal: Terminal, settings: Settings, { parsed }: ConfigFile): boolean {
  if (parsed.ok) {
    for (const warning of parsed.warnings) terminal.note(`warning: ${formatProblem(warning)}`);
    return true;
  }
  terminal.result(
    settings,
    { kind: 'rejected', reason: 'The file has problems.', problems: parsed.problems },
    () => parsed.problems.map(formatProblem).join('\n'),
  );
  terminal.exitCode = EXIT.failed;
  return false;
}
