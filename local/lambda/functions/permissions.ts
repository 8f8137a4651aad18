import { AwsError } from '../../gateway/service.ts';
import type { Account } from '../../parts.ts';
import { functionArn } from '../arns.ts';
import type { LambdaFunction, PermissionStatement } from './function.ts';

/** @throws AwsError InvalidParameterValueException, ResourceConflictException */
export function addPermission(fn: LambdaFunction, statement: PermissionStatement): void {
  if (statement.qualifier === '$LATEST')
    throw new AwsError(
      'InvalidParameterValueException',
      'We currently do not support adding policies for $LATEST.',
    );
  if (fn.permissions.has(statement.id))
    throw new AwsError(
      'ResourceConflictException',
      `The statement id (${statement.id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      { status: 409 },
    );
  fn.permissions.set(statement.id, statement);
}

/** Whether a service may invoke the function for one of its resources, by the function's own policy. */
export function permits(
  fn: LambdaFunction,
  qualifier: string | undefined,
  { principal, sourceArn, account }: { principal: string; sourceArn: string; account: string },
): boolean {
  return [...fn.permissions.values()].some(
    (statement) =>
      statement.qualifier === qualifier &&
      /^(lambda:InvokeFunction|lambda:\*|\*)$/.test(statement.action) &&
      statement.principal === principal &&
      (statement.sourceArn === undefined || matches(statement.sourceArn, sourceArn)) &&
      (statement.sourceAccount === undefined || statement.sourceAccount === account),
  );
}

/** A source ARN is compared as ArnLike does: `*` stands for anything. */
function matches(pattern: string, arn: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(arn);
}

/** A statement of the policy as IAM writes it. */
export function policyStatement(
  account: Account,
  fn: LambdaFunction,
  statement: PermissionStatement,
): object {
  const { id, action, principal, qualifier, sourceArn, sourceAccount } = statement;
  const isService = principal.endsWith('.amazonaws.com');
  const condition = {
    ...(sourceAccount ? { StringEquals: { 'AWS:SourceAccount': sourceAccount } } : {}),
    ...(sourceArn ? { ArnLike: { 'AWS:SourceArn': sourceArn } } : {}),
  };
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: isService ? { Service: principal } : { AWS: principal },
    Action: action,
    Resource: functionArn(account, fn.name, qualifier),
    ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
  };
}
