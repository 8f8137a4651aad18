import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatProblem, type ParsedConfig, parseConfig, templatesNamed } from '../shared/config/index.ts';
import { EXIT, Failure } from './exit-codes.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

export const DEFAULT_FILE = 'slipway.yml';

export interface ConfigFile {
  readonly text: string;
  /** The text of each task definition that it names, by the path as it stands there. */
  readonly templates: Readonly<Record<string, string>>;
  readonly parsed: ParsedConfig;
}

/** @throws Failure when there is no such file */
export async function readConfigFile(path: string, settings: Settings): Promise<ConfigFile> {
  const read = await readText(path);
  if ('unreadable' in read) throw new Failure(EXIT.usage, `${path} cannot be read: ${read.unreadable}`);
  const { text } = read;
  const files = new Map<string, Awaited<ReturnType<typeof readText>>>();
  for (const file of templatesNamed(text)) files.set(file, await readText(join(dirname(path), file)));
  const templates = [...files].flatMap(([file, found]) =>
    'text' in found ? [[file, found.text] as const] : [],
  );
  return {
    text,
    templates: Object.fromEntries(templates),
    parsed: parseConfig(text, path, settings.region ?? process.env.AWS_REGION, files),
  };
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
