import type { FunctionConfiguration, UpdateFunctionCodeRequest } from '@aws-sdk/client-lambda';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { changeCode, changeSettings } from '../functions/change.ts';
import { describeVersion } from '../functions/describe.ts';
import { checkRevision } from '../functions/revision.ts';

export const updateFunctionCode =
  (context: Context): Operation<UpdateFunctionCodeRequest, FunctionConfiguration> =>
  async ({ FunctionName = '', RevisionId, Architectures, Publish, DryRun, PublishTo, ...code }) => {
    if (DryRun || PublishTo !== undefined)
      throw new AwsError(
        'InvalidParameterValueException',
        'The local cloud does not support DryRun and PublishTo.',
      );
    const { account, registry } = context;
    const fn = registry.get(FunctionName);
    checkRevision(RevisionId, fn.latest.revisionId);
    await changeCode(context, fn, code);
    if (Architectures) changeSettings(context, fn, { Architectures });
    return describeVersion(account, Publish ? registry.publish(fn, undefined).version : fn.latest);
  };
