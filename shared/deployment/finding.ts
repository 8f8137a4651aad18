/** Something that a check found before anything was touched. */
export interface Finding {
  /** With an `error` the release cannot run here; a `warning` tells of a risk, or of what could not be checked. */
  readonly level: 'error' | 'warning';
  /** What is wrong, as a sentence: `The role web-task does not exist.` */
  readonly what: string;
  /** Where that stands: `taskRoleArn of the task definition web`. */
  readonly where: string;
  /** What a person can do about it, as a sentence. */
  readonly doThis: string;
}

export function error(what: string, where: string, doThis: string): Finding {
  return { level: 'error', what, where, doThis };
}

export function warning(what: string, where: string, doThis: string): Finding {
  return { level: 'warning', what, where, doThis };
}

/** One finding in a line of text. */
export function lineOf({ what, where, doThis }: Finding): string {
  return `${what} (${where}) ${doThis}`;
}
