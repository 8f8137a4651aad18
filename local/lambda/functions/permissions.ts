import { AwsError } from '../../gateway/service.ts';
import type { PolicyDocument } from '../../iam/policy/document.ts';
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

/** The resource policy of a function, or of one of its versions or aliases; undefined where nobody was let in. */
export function policyOf(
  account: Account,
  fn: LambdaFunction,
  qualifier: string | undefined,
): PolicyDocument | undefined {
  const statements = [...fn.permissions.values()].filter((one) => one.qualifier === qualifier);
  if (statements.length === 0) return undefined;
  return {
    Version: '2012-10-17',
    Id: 'default',
    Statement: statements.map((statement) => policyStatement(account, fn, statement)),
  };
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
