/** A push that has its number, as the ledger remembers the last ones of a pipeline. */
export interface NumberedPush {
  readonly branch: string;
  /** The commit that the branch was at before the push. */
  readonly before: string;
  readonly after: string;
  readonly order: number;
  /** When it was told, in milliseconds since 1970. */
  readonly at: number;
}

export type Push = Pick<NumberedPush, 'branch' | 'before' | 'after'>;

/** How long after its successor a push may still be told. Git hosts send within seconds, and sort nothing. */
const OVERTAKEN_MS = 15 * 60_000;

/** As many as come together at the very most. */
const REMEMBERED = 50;

/**
 * The number of the next push of a pipeline: later than every earlier one, and near the time of day, so that it can
 * be compared with the times of commands and of images that no push announced.
 *
 * @param previous the last number given out, if any (milliseconds since 1970)
 * @param now milliseconds since 1970
 */
function nextOrder(previous: number | undefined, now: number): number {
  return previous === undefined ? now : Math.max(now, Math.floor(previous) + 1);
}

/**
 * Gives a push its number. A push that is told again keeps the one that it has. One that is told after its own
 * successor, as two of the same second may be, comes before that: which commit each began from says so.
 *
 * @param recent the last pushes by their numbers, the greatest one last
 * @param known the number that this push got once, however long ago
 * @returns the number, and the last pushes with this one among them; the same `recent` where nothing is new
 */
export function placePush(
  recent: readonly NumberedPush[],
  push: Push,
  known: number | undefined,
  now: number,
): { readonly order: number; readonly recent: readonly NumberedPush[] } {
  const onBranch = recent.filter(({ branch }) => branch === push.branch);
  const newest = onBranch.at(-1);
  const given = onBranch.findLast((other) => isSame(other, push))?.order ?? known;
  // The same step once more is a new push only where the branch is back at its beginning, by a force push.
  const isBack = newest !== undefined && newest.after === push.before && !isSame(newest, push);
  if (given !== undefined && !isBack) return { order: given, recent };

  const successor = isBack ? undefined : successorOf(onBranch, push, now);
  const order = successor === undefined ? nextOrder(recent.at(-1)?.order, now) : before(recent, successor);
  const placed = [...recent, { ...push, order, at: now }].sort((a, b) => a.order - b.order);
  return { order, recent: placed.slice(-REMEMBERED) };
}

/** The push that went on from this one and was told first: nothing else is known that it could have begun from. */
function successorOf(onBranch: readonly NumberedPush[], push: Push, now: number): NumberedPush | undefined {
  const at = onBranch.findIndex(
    (other, index) =>
      other.before === push.after &&
      now - other.at <= OVERTAKEN_MS &&
      !onBranch.slice(0, index).some(({ after }) => after === other.before),
  );
  const cameAfter = onBranch.slice(Math.max(at, 0)).some(({ after }) => after === push.before);
  return cameAfter ? undefined : onBranch[at];
}

/** A number right before that of another push, and after all that come before it. */
function before(recent: readonly NumberedPush[], { order }: NumberedPush): number {
  const previous = recent.findLast((other) => other.order < order)?.order ?? order - 2;
  return (Math.max(previous, order - 2) + order) / 2;
}

function isSame(one: Push, other: Push): boolean {
  return one.branch === other.branch && one.before === other.before && one.after === other.after;
}
