import type { Clock } from '../clock.ts';
import type { LogSink } from '../parts.ts';

/** A build's log as CodeBuild writes it: what commands print, and lines of its own between. */
export class BuildLog {
  readonly write: (chunk: string) => void;
  readonly #clock: Clock;

  constructor(logs: LogSink, clock: Clock, place: { group: string; stream: string } | undefined) {
    this.#clock = clock;
    this.write = (chunk) => {
      if (place) logs.write(place.group, place.stream, chunk);
    };
  }

  /** `[Container] 2026/11/21 08:00:00.123456 Running command npm ci` */
  note(text: string): void {
    const [date = '', time = ''] = this.#clock.date().toISOString().split('T');
    this.write(`[Container] ${date.replaceAll('-', '/')} ${time.replace('Z', '000')} ${text}\n`);
  }
}
