import type { Account } from '../parts.ts';
import type { InstanceProfiles } from './instance-profiles.ts';
import type { ManagedPolicies } from './managed-policies.ts';
import type { Roles } from './roles.ts';
import type { Sessions } from './sessions.ts';

/** What the operations work on. */
export interface Context {
  readonly account: Account;
  readonly roles: Roles;
  readonly profiles: InstanceProfiles;
  readonly managed: ManagedPolicies;
  readonly sessions: Sessions;
}
