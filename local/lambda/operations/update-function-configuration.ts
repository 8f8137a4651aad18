import type { FunctionConfiguration, UpdateFunctionConfigurationRequest } from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { changeSettings } from '../functions/change.ts';
import { describeVersion } from '../functions/describe.ts';
import { checkRevision } from '../functions/revision.ts';

export const updateFunctionConfiguration =
  (context: Context): Operation<UpdateFunctionConfigurationRequest, FunctionConfiguration> =>
  ({ FunctionName = '', RevisionId, ...input }) => {
    const fn = context.registry.get(FunctionName);
    checkRevision(RevisionId, fn.latest.revisionId);
    return describeVersion(context.account, changeSettings(context, fn, input));
  };
