import type { Clock } from '../clock.ts';
import type { Account, Part } from '../parts.ts';
import { operationsOf } from './operations.ts';
import { iamResources } from './resources.ts';
import { Roles } from './roles.ts';

/** IAM: the account's roles with their policies, and who acts under which. */
export function createIam({
  account,
  clock,
}: {
  account: Account;
  clock: Clock;
}): Part & { identities: Roles } {
  const identities = new Roles(account, clock);
  return {
    identities,
    service: { client: 'iam', operations: operationsOf(identities) },
    resources: iamResources(identities),
  };
}
