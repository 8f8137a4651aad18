import { passing } from './pass-role.ts';
import type { AccessRules, Scope } from './rules.ts';

interface OfStack {
  readonly StackName?: string | undefined;
}

/** A stack's id, which is its ARN, or its name: the rest of the ARN is not known then. */
const stack = ({ StackName }: OfStack, { arn }: Scope) => [
  StackName === undefined
    ? '*'
    : arn('cloudformation', StackName.startsWith('arn:') ? StackName : `stack/${StackName}/*`),
];

const passingRole = ({ RoleARN }: { readonly RoleARN?: string | undefined }) =>
  passing('cloudformation.amazonaws.com', RoleARN);

/**
 * What a stack makes is not judged.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export const cloudformationAccess: AccessRules = {
  prefix: 'cloudformation',
  resources: {
    CreateChangeSet: stack,
    CreateStack: stack,
    DeleteChangeSet: stack,
    DeleteStack: stack,
    DescribeChangeSet: stack,
    DescribeStackEvents: stack,
    DescribeStackResource: stack,
    DescribeStackResources: stack,
    DescribeStacks: stack,
    ExecuteChangeSet: stack,
    GetTemplate: stack,
    GetTemplateSummary: stack,
    ListStackResources: stack,
    UpdateStack: stack,
  },
  more: {
    CreateChangeSet: passingRole,
    CreateStack: passingRole,
    DeleteStack: passingRole,
    UpdateStack: passingRole,
  },
};
