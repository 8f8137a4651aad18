/** One reason why something went wrong, as the provider tells it. */
export interface Cause {
  /** The same for the same reason at another look: of two the one that was seen more often is kept. */
  readonly what: string;
  /** How often it was seen. */
  readonly times: number;
  /** More telling is smaller. */
  readonly rank: number;
  /** A sentence for people, without its full stop. */
  readonly text: string;
  /** What is too long for a message: the trail has it. */
  readonly lines?: readonly string[];
}

/** So many are told in a message: the first ones say what the others follow from. */
const MOST_TOLD = 5;

/** Characters of one sentence, and of all: a chat takes 3,000 of a message, with what stands around it. */
const MOST_OF_ONE = 900;
const MOST_OF_ALL = 2200;

/** What was seen while a rollout was under way, and at its end: providers forget stopped tasks. Most telling first. */
export function mergeCauses(...seen: readonly (readonly Cause[] | undefined)[]): Cause[] {
  const byWhat = new Map<string, Cause>();
  for (const cause of seen.flatMap((causes) => causes ?? [])) {
    const known = byWhat.get(cause.what);
    if (known === undefined || cause.times >= known.times) byWhat.set(cause.what, cause);
  }
  return [...byWhat.values()].sort((a, b) => a.rank - b.rank || b.times - a.times);
}

/** The sentences that a message has room for. */
export function tellCauses(causes: readonly Cause[]): string[] {
  let room = MOST_OF_ALL;
  const told: string[] = [];
  for (const { text } of causes.slice(0, MOST_TOLD)) {
    const sentence = text.length > MOST_OF_ONE ? `${text.slice(0, MOST_OF_ONE - 1)}…` : text;
    room -= sentence.length;
    if (room < 0) break;
    told.push(sentence);
  }
  return told;
}

/** All that is known, a line each. */
export function writeCauses(causes: readonly Cause[]): string {
  return causes.flatMap(({ text, lines = [] }) => [text, ...lines.map((line) => `  ${line}`)]).join('\n');
}
