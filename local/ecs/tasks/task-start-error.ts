/** Why a task could not be started, in the words of its `stoppedReason`. */
export class TaskStartError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'TaskStartError';
  }
}
