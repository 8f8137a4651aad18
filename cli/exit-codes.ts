/** What the exit code says. Part of the CLI's contract with scripts. */
export const EXIT = {
  ok: 0,
  /** Rejected, or a deployment that ended other than verified, or a sweep with failures. */
  failed: 1,
  /** The command line is wrong; for `plan`, where 2 says another thing, that is `failed`. */
  usage: 2,
  /** `plan` only: a deployment would change something. As `terraform plan -detailed-exitcode` says it. */
  changes: 2,
  /** Slipway's functions could not be reached: no region, no credentials, no rights, no such function, no network. */
  unreachable: 3,
} as const;

/** Ends the command with a message for people. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: number;

  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
