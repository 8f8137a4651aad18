import { DeleteFunctionCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { beginningWith, type Kind, listed, unlessGone } from './kind.ts';

/** Functions, with their versions. Their logs stay. */
export const functions: Kind = {
  what: 'function',
  named: async (beginning) => {
    const client = new LambdaClient({});
    const all = await listed(paginateListFunctions({ client }, {}), ({ Functions }) => Functions);
    return beginningWith(
      beginning,
      all.map(({ FunctionName }) => FunctionName),
    );
  },
  remove: (FunctionName) =>
    new LambdaClient({}).send(new DeleteFunctionCommand({ FunctionName })).catch(unlessGone),
};
