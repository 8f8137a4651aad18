/** The user must change something: the message says what was found, where, and what to do. */
export class Rejected extends Error {
  override readonly name = 'Rejected';
}

/** It may go well when tried again: throttling, a queue that is full, a lost connection. */
export class Retryable extends Error {
  override readonly name = 'Retryable';
}
