import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateListStacks,
} from '@aws-sdk/client-cloudformation';
import { beginningWith, type Kind, listed, StillThere } from './kind.ts';

/** Stacks, with their resources. */
export const stacks: Kind = {
  what: 'stack',
  named: async (beginning) => {
    const client = new CloudFormationClient({});
    const all = await listed(paginateListStacks({ client }, {}), (page) => page.StackSummaries);
    return beginningWith(
      beginning,
      all.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').map(({ StackName }) => StackName),
    );
  },
  remove: async (StackName) => {
    const client = new CloudFormationClient({});
    const asked = new DescribeStacksCommand({ StackName });
    const status = (await client.send(asked).catch(unlessNeverMade))?.Stacks?.[0]?.StackStatus;
    if (status === undefined) return;
    if (status !== 'DELETE_IN_PROGRESS') await client.send(new DeleteStackCommand({ StackName }));
    throw new StillThere(`stack ${StackName} was ${status}`);
  },
};

/** A deleted stack is not known by its name any more. */
function unlessNeverMade(error: Error): undefined {
  if (error.name === 'ValidationError' && /does not exist/.test(error.message)) return undefined;
  throw error;
}
