import type { AliasConfiguration, CreateAliasRequest } from '@aws-sdk/client-lambda';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { functionArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { setAlias } from '../functions/change.ts';
import { describeAlias } from '../functions/describe.ts';

export const createAlias =
  (context: Context): Operation<CreateAliasRequest, AliasConfiguration> =>
  ({ FunctionName = '', Name = '', FunctionVersion = '', Description = '', RoutingConfig }) => {
    const { account, registry } = context;
    const fn = registry.get(FunctionName);
    if (fn.aliases.has(Name))
      throw new AwsError(
        'ResourceConflictException',
        `Alias already exists: ${functionArn(account, fn.name, Name)}`,
        { status: 409 },
      );
    const weights = RoutingConfig?.AdditionalVersionWeights;
    const alias = setAlias(context, fn, {
      name: Name,
      version: FunctionVersion,
      description: Description,
      ...(weights ? { weights } : {}),
    });
    return describeAlias(account, fn.name, alias);
  };
