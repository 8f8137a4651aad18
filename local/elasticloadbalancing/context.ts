import type { CertificateStore } from '../balancing.ts';
import type { Clock } from '../clock.ts';
import type { Network } from '../network.ts';
import type { Account } from '../parts.ts';
import type { Ports } from './proxy/ports.ts';
import type { Registry } from './registry.ts';
import type { Tickets } from './stickiness/tickets.ts';

/** What the operations work on. */
export interface Context {
  readonly account: Account;
  readonly clock: Clock;
  readonly network: Network;
  readonly registry: Registry;
  readonly ports: Ports;
  readonly tickets: Tickets;
  readonly certificates: CertificateStore;
}
