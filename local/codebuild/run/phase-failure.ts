type StatusCode =
  | 'ACCESS_DENIED'
  | 'CLIENT_ERROR'
  | 'COMMAND_EXECUTION_ERROR'
  | 'Decrypted Variables Error'
  | 'YAML_FILE_ERROR';

/** Why a phase failed, as it is shown in the phase's context. */
export class PhaseFailure extends Error {
  readonly statusCode: StatusCode;

  constructor(statusCode: StatusCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PhaseFailure';
    this.statusCode = statusCode;
  }
}
