/** What tells one run of a task from all others. */
export interface TaskMark {
  readonly deployment: string;
  /** At most 64 characters of ASCII; the same for the same run. */
  readonly token: string;
}

/** A task that was started. */
export interface StartedTask {
  /** The provider's name of it: a task ARN. */
  readonly id: string;
  /** The container whose exit code counts. */
  readonly container: string;
}

/** Where a task is. */
export type TaskState =
  | { readonly phase: 'running'; readonly detail: string }
  | {
      readonly phase: 'ended';
      /** Of the container that counts; none when it did not even start. */
      readonly exitCode?: number;
      /** Why it ended, in the provider's words. */
      readonly reason: string;
      /** The last lines that the container wrote, oldest first; or one line that says why they cannot be had. */
      readonly log: readonly string[];
      /** Other containers go on without the one that counts: the task must be stopped. */
      readonly lingers?: true;
    };
