/** Why a phase failed, as it is shown in the phase's context. */
export class PhaseFailure extends Error {
  readonly statusCode: 'YAML_FILE_ERROR' | 'COMMAND_EXECUTION_ERROR' | 'CLIENT_ERROR';

  constructor(statusCode: PhaseFailure['statusCode'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PhaseFailure';
    this.statusCode = statusCode;
  }
}
