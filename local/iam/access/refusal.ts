import type { Access, Decision } from '../policy/authorize.ts';

/** Services that name no resource where an action knows none; the others say `on resource: *`. */
const WITHOUT_STAR = ['ec2', 'elasticloadbalancing', 's3'];

/**
 * AWS's words for a refusal.
 * @param who as AWS names it: `User: arn:aws:sts::…`, or a service
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refusal(who: string, { action, resource }: Access, { statement, by }: Decision): string {
  const [service = ''] = action.split(':');
  // SQS writes its actions in small letters, S3 its resources in quotes.
  const named = service === 'sqs' ? action.toLowerCase() : action;
  const quoted = service === 's3' ? `"${resource}"` : resource;
  const on = resource === '*' && WITHOUT_STAR.includes(service) ? '' : ` on resource: ${quoted}`;
  const why = statement
    ? `with an explicit deny in ${by === 'resource' ? 'a resource' : 'an identity'}-based policy`
    : `because no ${by === 'resource' ? 'resource' : 'identity'}-based policy allows the ${named} action`;
  return `${who} is not authorized to perform: ${named}${on} ${why}`;
}
