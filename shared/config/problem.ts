/** One thing to change in slipway.yml, or in a template that it names. */
export interface Problem {
  readonly file: string;
  /** Line and column count from 1. */
  readonly line: number;
  readonly column: number;
  /** `pipelines.web.stages[0].target`; empty where the file as a whole is meant. */
  readonly field: string;
  /** Reads on from the field's name: "must be …", "is missing". */
  readonly message: string;
}

/** `slipway.yml:12:7: pipelines.web.image is missing` */
export function formatProblem({ file, line, column, field, message }: Problem): string {
  return `${file}:${line}:${column}: ${field === '' ? 'the file' : field} ${message}`;
}
