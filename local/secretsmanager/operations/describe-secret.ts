import type { DescribeSecretRequest, DescribeSecretResponse } from '@aws-sdk/client-secrets-manager';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { CURRENT } from '../secrets.ts';

export const describeSecret =
  ({ secrets }: Context): Operation<DescribeSecretRequest, DescribeSecretResponse> =>
  ({ SecretId = '' }) => {
    const { name, arn, version, description, created, deleted } = secrets.get(SecretId);
    return {
      ARN: arn,
      Name: name,
      CreatedDate: created,
      LastChangedDate: created,
      VersionIdsToStages: { [version]: [CURRENT] },
      ...(description === undefined ? {} : { Description: description }),
      ...(deleted === undefined ? {} : { DeletedDate: deleted }),
    };
  };
