import type { InvocationSource } from '../../parts.ts';
import { authorize } from './authorize.ts';
import type { PolicyDocument } from './document.ts';

/**
 * Why a resource does not let a service of AWS in that acts for one of its own resources; undefined where it does.
 * There is no role: only the resource's policy can allow it.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function refusesService(
  policy: PolicyDocument | undefined,
  { principal, sourceArn }: InvocationSource,
  { action, resource, account }: { action: string; resource: string; account: string },
): string | undefined {
  const context = {
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': account,
    'aws:PrincipalIsAWSService': 'true',
    'aws:ResourceAccount': account,
    'aws:SecureTransport': 'true',
  };
  const access = { action, resource, context };
  const { allowed, statement } = authorize([], access, policy && { policy, actor: { service: principal } });
  if (allowed) return undefined;
  const why = statement
    ? 'with an explicit deny in a resource-based policy'
    : `because no resource-based policy allows the ${action} action`;
  return `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}
