import type { AddPermissionRequest, AddPermissionResponse } from '@aws-sdk/client-lambda';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import type { PermissionStatement } from '../functions/function.ts';
import { addPermission as add, policyStatement } from '../functions/permissions.ts';

/** Conditions that the local cloud does not judge. */
const LACKING = [
  'EventSourceToken',
  'PrincipalOrgID',
  'FunctionUrlAuthType',
  'InvokedViaFunctionUrl',
] as const;

export const addPermission =
  ({ account, registry }: Context): Operation<AddPermissionRequest, AddPermissionResponse> =>
  (input) => {
    const {
      FunctionName = '',
      StatementId = '',
      Action = '',
      Principal = '',
      SourceArn,
      SourceAccount,
    } = input;
    const lacking = LACKING.filter((name) => input[name] !== undefined);
    if (lacking.length > 0)
      throw new AwsError(
        'InvalidParameterValueException',
        `The local cloud does not support ${lacking.join(', ')} of permissions.`,
      );
    const { fn, qualifier } = registry.resolve(FunctionName, input.Qualifier);
    const statement: PermissionStatement = {
      id: StatementId,
      action: Action,
      principal: Principal,
      ...(SourceArn === undefined ? {} : { sourceArn: SourceArn }),
      ...(SourceAccount === undefined ? {} : { sourceAccount: SourceAccount }),
      ...(qualifier === undefined ? {} : { qualifier }),
    };
    add(fn, statement);
    return { Statement: JSON.stringify(policyStatement(account, fn, statement)) };
  };
