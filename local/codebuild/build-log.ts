import type { Clock } from '../clock.ts';
import type { RoleLog } from '../logs/role-log.ts';

/** A build's log as CodeBuild writes it: what commands print, and lines of its own between. */
export class BuildLog {
  readonly write: (chunk: string) => void;
  readonly #clock: Clock;
  readonly #stream: RoleLog | undefined;

  /** @param stream none where the project has its logs switched off */
  constructor(clock: Clock, stream: RoleLog | undefined) {
    this.#clock = clock;
    this.#stream = stream;
    this.write = (chunk) => stream?.write(chunk);
  }

  /** @returns why the project's role may not make the log stream; undefined where it may */
  open(): string | undefined {
    return this.#stream?.open();
  }

  /** `[Container] 2026/11/21 08:00:00.123456 Running command npm ci` */
  note(text: string): void {
    const [date = '', time = ''] = this.#clock.date().toISOString().split('T');
    this.write(`[Container] ${date.replaceAll('-', '/')} ${time.replace('Z', '000')} ${text}\n`);
  }
}
