import type { GetParametersRequest, GetParametersResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeValue } from '../describe.ts';

export const getParameters =
  ({ parameters }: Context): Operation<GetParametersRequest, GetParametersResult> =>
  ({ Names = [], WithDecryption }) => ({
    Parameters: Names.flatMap((name) => {
      const found = parameters.find(name);
      return found ? [describeValue(found, WithDecryption)] : [];
    }),
    InvalidParameters: Names.filter((name) => parameters.find(name) === undefined),
  });
