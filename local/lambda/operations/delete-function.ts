import type { DeleteFunctionRequest, DeleteFunctionResponse } from '@aws-sdk/client-lambda';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { referenceOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { deleteVersion, deleteFunction as deleteWhole } from '../functions/change.ts';

export const deleteFunction =
  (context: Context): Operation<DeleteFunctionRequest, DeleteFunctionResponse> =>
  ({ FunctionName = '', Qualifier }) => {
    const fn = context.registry.get(FunctionName);
    const { qualifier } = referenceOf(FunctionName, Qualifier);
    if (qualifier === '$LATEST')
      throw new AwsError(
        'InvalidParameterValueException',
        '$LATEST version cannot be deleted without deleting the function.',
      );
    if (qualifier === undefined) deleteWhole(context, fn);
    else deleteVersion(context, fn, qualifier);
    return { StatusCode: 204 };
  };
