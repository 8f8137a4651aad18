import type { Caller } from '../gateway/service.ts';
import type { Account, LogStore, Refuses } from '../parts.ts';

/** What a service needs that writes logs under a role: a function's, a task's execution role, a build's. */
export interface RoleLogMeans {
  readonly account: Pick<Account, 'id' | 'region'>;
  readonly logs: LogStore;
  /** All is permitted where it is not given. */
  readonly refuses?: Refuses | undefined;
}

/** One log stream, written by a service under a role: what the role may not, is not written. */
export class RoleLog {
  readonly #means: RoleLogMeans;
  readonly #caller: Caller;
  readonly #group: string;
  readonly #stream: string;
  #isOpen = false;

  constructor(means: RoleLogMeans, caller: Caller, group: string, stream: string) {
    this.#means = means;
    this.#caller = caller;
    this.#group = group;
    this.#stream = stream;
  }

  /** Makes the stream, and its group where there is none. @returns why the role may not; undefined where it may */
  open(): string | undefined {
    const { logs } = this.#means;
    const refusal =
      (logs.exists(this.#group) ? undefined : this.#refusal('logs:CreateLogGroup', `${this.#group}:*`)) ??
      this.#refusal('logs:CreateLogStream', `${this.#group}:log-stream:${this.#stream}`);
    this.#isOpen = refusal === undefined;
    return refusal;
  }

  /** What comes before the log was opened is lost, as are chunks that the role may not write. */
  write(chunk: string): void {
    if (!this.#isOpen) return;
    if (this.#refusal('logs:PutLogEvents', `${this.#group}:log-stream:${this.#stream}`) !== undefined) return;
    this.#means.logs.write(this.#group, this.#stream, chunk);
  }

  #refusal(action: string, rest: string): string | undefined {
    const { account, refuses } = this.#means;
    return refuses?.(this.#caller, action, `arn:aws:logs:${account.region}:${account.id}:log-group:${rest}`);
  }
}
