import type { DeleteParametersRequest, DeleteParametersResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const deleteParameters =
  ({ parameters }: Context): Operation<DeleteParametersRequest, DeleteParametersResult> =>
  ({ Names = [] }) => {
    const known = Names.filter((name) => parameters.find(name) !== undefined);
    for (const name of known) parameters.delete(name);
    return { DeletedParameters: known, InvalidParameters: Names.filter((name) => !known.includes(name)) };
  };
