import type { FunctionConfiguration, PublishVersionRequest } from '@aws-sdk/client-lambda';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeVersion } from '../functions/describe.ts';
import { checkCode, checkRevision } from '../functions/revision.ts';

export const publishVersion =
  ({ account, registry }: Context): Operation<PublishVersionRequest, FunctionConfiguration> =>
  ({ FunctionName = '', CodeSha256, Description, RevisionId, PublishTo }) => {
    if (PublishTo !== undefined)
      throw new AwsError('InvalidParameterValueException', 'The local cloud does not support PublishTo.');
    const fn = registry.get(FunctionName);
    checkRevision(RevisionId, fn.latest.revisionId);
    checkCode(CodeSha256, fn.latest.code.sha256);
    return describeVersion(account, registry.publish(fn, Description).version);
  };
