import type { Clock } from '../clock.ts';
import type { Account, EventSink, Refuses } from '../parts.ts';
import type { Blobs } from './blobs.ts';
import type { Repositories } from './repositories.ts';
import type { Tokens } from './tokens.ts';

/** What the operations and the registry work on. */
export interface Context {
  readonly account: Account;
  readonly clock: Clock;
  readonly events: EventSink;
  readonly repositories: Repositories;
  readonly blobs: Blobs;
  readonly tokens: Tokens;
  /** Judges what comes through the registry; calls of the API are judged by the gateway. */
  readonly refuses: Refuses;
}
