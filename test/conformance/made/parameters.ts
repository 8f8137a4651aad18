import { DeleteParameterCommand, paginateDescribeParameters, SSMClient } from '@aws-sdk/client-ssm';
import { type Kind, listed, unlessGone } from './kind.ts';

/** Parameters of Systems Manager: a run's name comes after the slash. */
export const parameters: Kind = {
  what: 'parameter',
  named: async (beginning) => {
    const client = new SSMClient({});
    const asked =
      beginning === ''
        ? {}
        : { ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: [`/${beginning}`] }] };
    const all = await listed(paginateDescribeParameters({ client }, asked), (page) => page.Parameters);
    return all.flatMap(({ Name }) => Name ?? []);
  },
  remove: (Name) => new SSMClient({}).send(new DeleteParameterCommand({ Name })).catch(unlessGone),
};
