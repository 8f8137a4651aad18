import type { GetSecretValueRequest, GetSecretValueResponse } from '@aws-sdk/client-secrets-manager';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { CURRENT } from '../secrets.ts';

export const getSecretValue =
  ({ secrets }: Context): Operation<GetSecretValueRequest, GetSecretValueResponse> =>
  ({ SecretId = '', VersionId, VersionStage = CURRENT }) => {
    const { name, arn, version, value, created } = secrets.read(SecretId);
    if ((VersionId ?? version) !== version || VersionStage !== CURRENT)
      throw new AwsError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for ${VersionId ?? `staging label: ${VersionStage}`}`,
      );
    return {
      ARN: arn,
      Name: name,
      VersionId: version,
      SecretString: value,
      VersionStages: [CURRENT],
      CreatedDate: created,
    };
  };
