import type { CreateSecretRequest, CreateSecretResponse } from '@aws-sdk/client-secrets-manager';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

// What would have an effect on AWS, and has none here.
const NOT_HERE = ['KmsKeyId', 'SecretBinary', 'Tags', 'AddReplicaRegions', 'Type'] as const;

export const createSecret =
  ({ secrets }: Context): Operation<CreateSecretRequest, CreateSecretResponse> =>
  (input) => {
    for (const member of NOT_HERE)
      if (input[member] !== undefined)
        throw new AwsError('InvalidParameterException', `the local cloud makes no secrets with ${member}`);
    const { Name = '', SecretString, ClientRequestToken, Description } = input;
    if (SecretString === undefined)
      throw new AwsError(
        'InvalidParameterException',
        'the local cloud makes no secrets without SecretString',
      );
    const { arn, name, version } = secrets.create(Name, SecretString, ClientRequestToken, Description);
    return { ARN: arn, Name: name, VersionId: version };
  };
