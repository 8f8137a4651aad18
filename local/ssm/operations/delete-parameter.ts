import type { DeleteParameterRequest, DeleteParameterResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const deleteParameter =
  ({ parameters }: Context): Operation<DeleteParameterRequest, DeleteParameterResult> =>
  ({ Name = '' }) => {
    parameters.delete(Name);
    return {};
  };
