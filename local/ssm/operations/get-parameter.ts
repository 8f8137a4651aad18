import type { GetParameterRequest, GetParameterResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeValue } from '../describe.ts';

export const getParameter =
  ({ parameters }: Context): Operation<GetParameterRequest, GetParameterResult> =>
  ({ Name = '', WithDecryption }) => ({ Parameter: describeValue(parameters.get(Name), WithDecryption) });
