import { AwsError } from '../gateway/service.ts';
import { checkPolicy } from '../iam/policy/check.ts';
import type { PolicyDocument } from '../iam/policy/document.ts';

/** @throws AwsError InvalidParameterException when the text is no JSON object with rules */
export function checkLifecyclePolicy(text: string): void {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    policy = undefined;
  }
  if (typeof policy !== 'object' || policy === null || !('rules' in policy))
    throw invalid('LifecyclePolicyText', 'a JSON object with rules is needed');
}

/** A repository's resource policy. @throws AwsError InvalidParameterException for one that IAM would not understand */
export function repositoryPolicy(text: string): PolicyDocument {
  try {
    // It is read as a whole here, so what comes back is a document.
    const policy = JSON.parse(text) as PolicyDocument;
    checkPolicy(policy, 'resource');
    return policy;
  } catch (cause) {
    throw invalid('PolicyText', cause instanceof Error ? cause.message : String(cause));
  }
}

const invalid = (parameter: string, why: string): AwsError =>
  new AwsError(
    'InvalidParameterException',
    `Invalid parameter at '${parameter}' failed to satisfy constraint: 'Invalid policy: ${why}'`,
  );
