import type { Latency } from '../deployment/model.ts';
import type { ProbeResult } from '../deployment/ports.ts';
import type { Judged } from './judge-answer.ts';

/** Kinds of failure that are told apart: what comes after them is counted only. */
const KINDS = 5;

/** What all answers of one address were. */
export class Tally {
  attempts = 0;
  failed = 0;
  #last = 'not asked';
  readonly #latencies: number[] = [];
  readonly #failures = new Map<string, number>();

  /** @param latency in milliseconds, of an answer */
  add({ good, text }: Judged, latency: number | undefined): void {
    this.attempts++;
    this.#last = text;
    if (latency !== undefined) this.#latencies.push(Math.round(latency));
    if (good) return;
    this.failed++;
    this.#failures.set(text, (this.#failures.get(text) ?? 0) + 1);
  }

  told(): Omit<ProbeResult, 'healthy' | 'seconds'> {
    const latency = latencyOf(this.#latencies);
    return {
      attempts: this.attempts,
      failed: this.failed,
      last: this.#last,
      ...(latency ? { latency } : {}),
      failures: [...this.#failures]
        .map(([answer, times]) => ({ answer, times }))
        .sort((a, b) => b.times - a.times)
        .slice(0, KINDS),
    };
  }
}

function latencyOf(milliseconds: readonly number[]): Latency | undefined {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const [min] = sorted;
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  const max = sorted.at(-1);
  return min === undefined || median === undefined || max === undefined ? undefined : { min, median, max };
}
