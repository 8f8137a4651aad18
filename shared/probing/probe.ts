import { setTimeout as sleep } from 'node:timers/promises';
import type { ProbeRequest, ProbeResult } from '../deployment/ports.ts';
import { ask } from './ask.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { Resolve } from './resolve.ts';
import { Tally } from './tally.ts';

export interface ProbeOptions {
  /** How a name becomes an address; refuses those that are not to be asked. */
  readonly resolve: Resolve;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * Asks an address until it has answered well `consecutive` times in a row, or the limit is over; or, where `times` is
 * given, so often, and then it is healthy when none failed. Another version than the one asked for is no good answer:
 * the row begins with the first right one.
 */
export async function probe(request: ProbeRequest, { resolve, now }: ProbeOptions): Promise<ProbeResult> {
  const began = now();
  const tally = new Tally();
  const seconds = () => Math.round(now() - began) / 1000;
  const result = (healthy: boolean): ProbeResult => ({ healthy, ...tally.told(), seconds: seconds() });
  let inARow = 0;
  for (;;) {
    const asked = now();
    const answer = await ask(request, resolve);
    const judged = judgeAnswer(request, answer);
    tally.add(judged, answer.kind === 'answer' ? now() - asked : undefined);
    inARow = judged.good ? inARow + 1 : 0;
    if (request.times === undefined && inARow >= request.consecutive) return result(true);
    if (request.times === tally.attempts) return result(tally.failed === 0);
    if (seconds() + request.intervalSeconds > request.limitSeconds) {
      return result(request.times !== undefined && tally.failed === 0);
    }
    await sleep(request.intervalSeconds * 1000);
  }
}
