import type { Call } from './service.ts';

/**
 * Stands between a call and its operation. What it throws is the answer: an `AwsError`, or `ConnectionCut` for none.
 * Several are asked in the order in which they were put in.
 */
export interface Interceptor {
  /** Before the effect. It may change the input, and set `call.pageSize`, to have less asked for. */
  before?(call: Call, input: unknown): Promise<void> | void;
  /** When the operation has had its effect: to whoever called, what is thrown here looks like an effect that was not. */
  after?(call: Call, input: unknown): Promise<void> | void;
}

/** Instead of an answer, the connection is closed. */
export class ConnectionCut extends Error {
  constructor() {
    super('the connection was cut');
    this.name = 'ConnectionCut';
  }
}
