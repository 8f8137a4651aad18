import type { Clock } from '../clock.ts';
import type { Account, Part, ProfileStore } from '../parts.ts';
import { InstanceProfiles } from './instance-profiles.ts';
import { ManagedPolicies } from './managed-policies.ts';
import { operationsOf } from './operations/index.ts';
import { iamResources } from './resources.ts';
import { Roles } from './roles.ts';
import { Sessions } from './sessions.ts';

export type { Sessions } from './sessions.ts';

/** IAM: the account's roles with their policies, and who acts under which. No users or groups. */
export function createIam({ account, clock }: { account: Account; clock: Clock }): Part & {
  readonly identities: Sessions;
  readonly profiles: ProfileStore;
} {
  const roles = new Roles(account, clock);
  const managed = new ManagedPolicies(account);
  const sessions = new Sessions({ account, clock, roles, managed });
  const profiles = new InstanceProfiles({ account, clock, roles });
  const context = { account, roles, profiles, managed, sessions };
  return {
    identities: sessions,
    profiles: {
      roleOf(nameOrArn) {
        const profile = profiles.find(nameOrArn);
        return profile && { arn: roles.find(profile.role ?? '')?.arn };
      },
    },
    service: { client: 'iam', operations: operationsOf(context) },
    resources: iamResources(context),
    // A role's resource policy is its trust.
    policyOf: (arn) => (arn.startsWith('arn:aws:iam:') ? roles.byArn(arn)?.trust : undefined),
  };
}
