import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { DockerfileParser, type Instruction, ModifiableInstruction } from 'dockerfile-ast';

const ESCAPE = '\\';

/** What a Dockerfile asks that cannot be done, with where it is asked. */
export class DockerfileError extends Error {
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
    this.name = 'DockerfileError';
  }
}

/** One instruction. */
export interface Step {
  readonly line: number;
  /** In capitals, for example `COPY`. */
  readonly keyword: string;
  /** What follows keyword and flags, as one line. */
  readonly text: string;
  readonly flags: ReadonlyMap<string, string>;
  /** An error about this instruction. */
  fail(message: string): DockerfileError;
}

/** @throws Error when the file cannot be read or has no instruction */
export function readDockerfile(path: string): Step[] {
  const dockerfile = DockerfileParser.parse(readFileSync(path, 'utf8'));
  if (dockerfile.getEscapeCharacter() !== ESCAPE)
    throw new DockerfileError(basename(path), 1, 'another escape character needs a Docker engine');
  const steps = dockerfile.getInstructions().map((each) => toStep(each, basename(path)));
  if (steps.length === 0) throw new DockerfileError(basename(path), 1, 'the file has no instruction');
  return steps;
}

function toStep(instruction: Instruction, file: string): Step {
  const line = instruction.getRange().start.line + 1;
  const flags = instruction instanceof ModifiableInstruction ? instruction.getFlags() : [];
  return {
    line,
    keyword: instruction.getKeyword(),
    text: joinLines(instruction.getRawArgumentsContent() ?? ''),
    flags: new Map(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
    fail: (message) => new DockerfileError(file, line, message),
  };
}

/** Puts a continued line together; empty lines and comments within it do not count. */
function joinLines(text: string): string {
  const [first = '', ...rest] = text.split(/\r?\n/);
  const counted = rest.filter((line) => line.trim() !== '' && !/^\s*#/.test(line));
  return [first, ...counted]
    .map((line) => line.trimEnd())
    .map((line) => (line.endsWith(ESCAPE) ? line.slice(0, -1) : line))
    .join('')
    .trim();
}
