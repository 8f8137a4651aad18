/** A task that runs once in a deployment: a migration before the rollout, a smoke test after it. */
export interface OneOffTask {
  /** Unique in its list. */
  readonly name: string;
  readonly command: readonly string[];
  /** Whose command it is and whose exit code counts; by default the one container that gets the image. */
  readonly container?: string;
  /** After which it is stopped and has failed. */
  readonly timeoutSeconds: number;
  /** Added to what the container has, for this task only. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Of the whole task, in CPU units; by default the revision's. */
  readonly cpu?: number;
  /** Of the whole task, in MiB; by default the revision's. */
  readonly memory?: number;
}

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
