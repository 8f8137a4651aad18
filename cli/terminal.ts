import { EXIT } from './exit-codes.ts';
import type { Settings } from './settings.ts';

/** Where a command writes, and how it says how it went. */
export class Terminal {
  exitCode = 0;
  /** What a wrong command line ends with. */
  usageCode: number = EXIT.usage;

  /** The result, for people or for scripts: standard output holds one of them and nothing else. */
  result(settings: Settings, value: unknown, text: () => string): void {
    this.line(settings.json ? JSON.stringify(value, null, 2) : text());
  }

  line(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  /** Warnings and errors. */
  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** Colours are for people who look at a terminal, unless they said that they want none (https://no-color.org). */
  get isColoured(): boolean {
    return process.stdout.isTTY === true && !process.env.NO_COLOR;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now();
  }
}
