import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { createSecret } from './create-secret.ts';
import { deleteSecret } from './delete-secret.ts';
import { describeSecret } from './describe-secret.ts';
import { getSecretValue } from './get-secret-value.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  CreateSecret: createSecret(context),
  DeleteSecret: deleteSecret(context),
  DescribeSecret: describeSecret(context),
  GetSecretValue: getSecretValue(context),
});
