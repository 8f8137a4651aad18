import { AwsError } from '../gateway/service.ts';
import type { PolicyDocument } from './policy/document.ts';

/**
 * Characters that policies may have; white space between them does not count.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_INLINE_OF_ROLE = 10_240;
const MAX_MANAGED = 6_144;
/** Twice that at most, where AWS has been asked for it. */
const MAX_TRUST = 2_048;

const sizeOf = (document: PolicyDocument) => JSON.stringify(document).length;

/** @param documents all inline policies that the role is to have @throws AwsError LimitExceededException */
export function holdInline(roleName: string, documents: readonly PolicyDocument[]): void {
  if (documents.reduce((sum, document) => sum + sizeOf(document), 0) > MAX_INLINE_OF_ROLE)
    throw exceeded(`Maximum policy size of ${MAX_INLINE_OF_ROLE} bytes exceeded for role ${roleName}`);
}

/** @throws AwsError LimitExceededException */
export function holdManaged(document: PolicyDocument): void {
  if (sizeOf(document) > MAX_MANAGED) throw exceeded(`Cannot exceed quota for PolicySize: ${MAX_MANAGED}`);
}

/** @throws AwsError LimitExceededException */
export function holdTrust(document: PolicyDocument): void {
  if (sizeOf(document) > MAX_TRUST) throw exceeded(`Cannot exceed quota for ACLSizePerRole: ${MAX_TRUST}`);
}

function exceeded(message: string): AwsError {
  return new AwsError('LimitExceededException', message, { status: 409 });
}
