import { readFile } from 'node:fs/promises';
import { formatProblem, type ParsedConfig, parseConfig } from '../shared/config/index.ts';
import { EXIT, Failure } from './exit-codes.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

export const DEFAULT_FILE = 'slipway.yml';

export interface ConfigFile {
  readonly text: string;
  readonly parsed: ParsedConfig;
}

/** @throws Failure when there is no such file */
export async function readConfigFile(path: string, settings: Settings): Promise<ConfigFile> {
  try {
    const text = await readFile(path, 'utf8');
    return { text, parsed: parseConfig(text, path, settings.region ?? process.env.AWS_REGION) };
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new Failure(EXIT.usage, `${path} cannot be read: ${why}`, { cause });
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
