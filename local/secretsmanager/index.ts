import type { Clock } from '../clock.ts';
import type { Account, Part, SecretStore } from '../parts.ts';
import { operationsOf } from './operations/index.ts';
import { Secrets } from './secrets.ts';

/** Secrets Manager, as far as containers are given secrets of it: no versions, rotation, replicas or policies. */
export function createSecretsManager({ account, clock }: { account: Account; clock: Clock }): Part & {
  readonly secrets: SecretStore;
} {
  const secrets = new Secrets(account, clock);
  return { secrets, service: { client: 'secrets-manager', operations: operationsOf({ secrets, clock }) } };
}
