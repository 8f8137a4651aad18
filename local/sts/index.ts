import type { Sessions } from '../iam/index.ts';
import type { Part } from '../parts.ts';
import { assumeRole } from './operations/assume-role.ts';
import { getCallerIdentity } from './operations/get-caller-identity.ts';

/** STS: who one is, and taking a role. */
export function createSts({ identities }: { identities: Sessions }): Part {
  const operations = {
    AssumeRole: assumeRole(identities),
    GetCallerIdentity: getCallerIdentity(identities),
  };
  return { service: { client: 'sts', operations } };
}
