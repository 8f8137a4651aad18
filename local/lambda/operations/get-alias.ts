import type { AliasConfiguration, GetAliasRequest } from '@aws-sdk/client-lambda';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { functionArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { describeAlias } from '../functions/describe.ts';

export const getAlias =
  ({ account, registry }: Context): Operation<GetAliasRequest, AliasConfiguration> =>
  ({ FunctionName = '', Name = '' }) => {
    const fn = registry.get(FunctionName);
    const alias = fn.aliases.get(Name);
    if (!alias)
      throw new AwsError(
        'ResourceNotFoundException',
        `Cannot find alias arn: ${functionArn(account, fn.name, Name)}`,
        { status: 404 },
      );
    return describeAlias(account, fn.name, alias);
  };
