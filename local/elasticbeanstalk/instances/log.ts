/** Lines that are kept of each log: what the tail of logs gives ("Viewing logs": the last 100 lines). */
const KEPT = 100;

/** The last lines of the log files of an instance. */
export class InstanceLog {
  readonly #files = new Map<string, string[]>();

  write(file: string, chunk: string): void {
    const lines = this.#files.get(file) ?? [];
    const added = chunk.split('\n').filter((line) => line !== '');
    this.#files.set(file, [...lines, ...added].slice(-KEPT));
  }

  /** How many files there are. */
  get count(): number {
    return this.#files.size;
  }

  /** All files, as the tail has them. */
  get text(): string {
    const rule = '-'.repeat(40);
    return [...this.#files]
      .map(([file, lines]) => `${rule}\n${file}\n${rule}\n${lines.join('\n')}\n`)
      .join('\n\n');
  }
}

export const ENGINE_LOG = '/var/log/eb-engine.log';
export const PROGRAM_LOG = '/var/log/eb-docker/containers/eb-current-app/eb-stdouterr.log';
