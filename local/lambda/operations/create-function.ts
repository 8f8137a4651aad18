import type { CreateFunctionRequest, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { createFunction as create } from '../functions/change.ts';
import { describeVersion } from '../functions/describe.ts';

export const createFunction =
  (context: Context): Operation<CreateFunctionRequest, FunctionConfiguration> =>
  async ({ Publish, PublishTo, ...input }) => {
    if (PublishTo !== undefined)
      throw new AwsError('InvalidParameterValueException', 'The local cloud does not support PublishTo.');
    const fn = await create(context, input);
    if (!Publish) return describeVersion(context.account, fn.latest);
    return describeVersion(context.account, context.registry.publish(fn, undefined).version);
  };
