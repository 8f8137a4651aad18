import type { PutParameterRequest, PutParameterResult } from '@aws-sdk/client-ssm';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const putParameter =
  ({ parameters }: Context): Operation<PutParameterRequest, PutParameterResult> =>
  (input, { caller }) => {
    const { Name = '', Value = '', Overwrite = false } = input;
    if (input.Policies !== undefined || (input.DataType ?? 'text') !== 'text')
      throw new AwsError('ValidationException', 'the local cloud has no parameter policies, and only text');
    const before = parameters.find(Name);
    const type = input.Type ?? before?.type;
    if (type === undefined)
      throw new AwsError('ValidationException', 'A parameter type is required when you create a parameter.');
    const { version, tier } = parameters.put(
      {
        name: Name,
        value: Value,
        type,
        tier: input.Tier === 'Advanced' ? 'Advanced' : (before?.tier ?? 'Standard'),
        modifiedBy: caller.arn,
        description: input.Description ?? before?.description,
        keyId: input.KeyId ?? before?.keyId,
        allowedPattern: input.AllowedPattern ?? before?.allowedPattern,
      },
      Overwrite,
    );
    return { Version: version, Tier: tier };
  };
