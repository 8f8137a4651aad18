/** What LogType Tail gives: the last 4 KB (API reference of Invoke). */
const TAIL_BYTES = 4096;

/** One execution environment's log stream, and what of it belongs to the invocation under way. */
export class FunctionLog {
  readonly #write: (chunk: string) => void;
  #tail = '';
  #isLineOpen = false;

  constructor(write: (chunk: string) => void) {
    this.#write = write;
  }

  /** What the process wrote. */
  output(chunk: string): void {
    if (chunk === '') return;
    this.#isLineOpen = !chunk.endsWith('\n');
    this.#tail = (this.#tail + chunk).slice(-TAIL_BYTES);
    this.#write(chunk);
  }

  /** A line of Lambda's own. */
  line(text: string): void {
    this.output(`${this.#isLineOpen ? '\n' : ''}${text}\n`);
  }

  begin(): void {
    this.#tail = '';
  }

  get tail(): string {
    return this.#tail;
  }
}

export interface Report {
  readonly requestId: string;
  readonly milliseconds: number;
  /** Of a cold start. */
  readonly initMilliseconds?: number;
  readonly memorySize: number;
  readonly memoryKilobytes: number;
  readonly status?: string;
}

export function reportLine(report: Report): string {
  const { requestId, milliseconds, initMilliseconds, memorySize, memoryKilobytes, status } = report;
  return [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${milliseconds.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(milliseconds + (initMilliseconds ?? 0))} ms`,
    `Memory Size: ${memorySize} MB`,
    `Max Memory Used: ${Math.ceil(memoryKilobytes / 1024)} MB`,
    ...(initMilliseconds === undefined ? [] : [`Init Duration: ${initMilliseconds.toFixed(2)} ms`]),
    ...(status === undefined ? [] : [status]),
    '',
  ].join('\t');
}
