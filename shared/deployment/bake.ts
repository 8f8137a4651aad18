import { BAKE_STEP_SECONDS, LONGEST_BAKE_STEP_SECONDS } from './timing.ts';

/** Of the time that it bakes already, the next pause is this share: what went well for long is asked less often. */
const GROWTH = 1 / 10;

/** Requests of one round where some may fail: a share needs a number to be of. */
const LEAST_IN_A_ROUND = 10;
const MOST_IN_A_ROUND = 50;

/** Rounds in a row without a single good answer are an outage, whatever share is tolerated. */
const OUTAGE_ROUNDS = 2;

/**
 * The pauses before each round of a bake, in seconds: every 15 s at first, then ever longer, up to 10 minutes. So an
 * hour has about 40 rounds and a day about 190: a durable execution has 3,000 operations, and each round needs five.
 */
export function bakePauses(bakeSeconds: number): number[] {
  const pauses: number[] = [];
  for (let passed = 0; passed < bakeSeconds; ) {
    const wanted = Math.round(Math.max(BAKE_STEP_SECONDS, passed * GROWTH));
    const pause = Math.min(wanted, LONGEST_BAKE_STEP_SECONDS, bakeSeconds - passed);
    pauses.push(pause);
    passed += pause;
  }
  return pauses;
}

/**
 * How many requests a round makes: one where none may fail, else so many that at least one of all may.
 * @param tolerate the share that may fail, 0 for none
 */
export function requestsOfRound(tolerate: number, rounds: number): number {
  if (tolerate === 0 || rounds === 0) return 1;
  const needed = Math.ceil(1 / tolerate / rounds);
  return Math.min(MOST_IN_A_ROUND, Math.max(LEAST_IN_A_ROUND, needed));
}

/** What was asked in a round, of one address. */
export interface Round {
  readonly asked: number;
  readonly failed: number;
}

/**
 * Why a bake has failed; undefined while it has not. It has as soon as more requests failed than may of all that are
 * planned, so that nothing later could mend it, or where two rounds in a row had no good answer at all.
 *
 * @param rounds of one address, up to now
 * @param planned how many requests there will have been in the end
 */
export function bakeFailure(rounds: readonly Round[], planned: number, tolerate: number): string | undefined {
  const asked = rounds.reduce((sum, round) => sum + round.asked, 0);
  const failed = rounds.reduce((sum, round) => sum + round.failed, 0);
  const allowed = Math.floor(planned * tolerate);
  if (failed > allowed) {
    return tolerate === 0
      ? 'it did not stay healthy'
      : `it did not stay healthy: ${failed} of ${asked} requests failed, and ${percent(tolerate)} of ${planned} may`;
  }
  const last = rounds.slice(-OUTAGE_ROUNDS);
  const isOut = last.length === OUTAGE_ROUNDS && last.every((round) => round.failed === round.asked);
  return isOut ? `it stopped answering: ${OUTAGE_ROUNDS} rounds in a row without a good answer` : undefined;
}

/** `1 %`, `0.5 %` */
export function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}
