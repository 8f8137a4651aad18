import {
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  ECSClient,
  paginateListTaskDefinitionFamilies,
  paginateListTaskDefinitions,
} from '@aws-sdk/client-ecs';
import { type Kind, listed } from './kind.ts';

/** API reference, DeleteTaskDefinitions: so many in a call. */
const AT_ONCE = 10;

/** Families of task definitions, with all their revisions. One that is being deleted counts as gone. */
export const taskDefinitions: Kind = {
  what: 'task definition',
  named: async (beginning) => {
    const client = new ECSClient({});
    const families = await listed(
      paginateListTaskDefinitionFamilies(
        { client },
        { status: 'ALL', ...(beginning === '' ? {} : { familyPrefix: beginning }) },
      ),
      (page) => page.families,
    );
    const left = await Promise.all(
      families.map(async (family) => {
        const [active, inactive] = await revisionsOf(client, family);
        return active.length + inactive.length > 0 ? [family] : [];
      }),
    );
    return left.flat();
  },
  remove: async (family) => {
    const ecs = new ECSClient({});
    const [active, inactive] = await revisionsOf(ecs, family);
    for (const taskDefinition of active)
      await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
    const all = [...active, ...inactive];
    for (let first = 0; first < all.length; first += AT_ONCE) {
      const { failures = [] } = await ecs.send(
        new DeleteTaskDefinitionsCommand({ taskDefinitions: all.slice(first, first + AT_ONCE) }),
      );
      if (failures.length > 0) throw new Error(`not deleted: ${JSON.stringify(failures)}`);
    }
  },
};

/** ARNs of those that are in force, and of those that were given up. */
async function revisionsOf(client: ECSClient, familyPrefix: string): Promise<[string[], string[]]> {
  const those = (status: 'ACTIVE' | 'INACTIVE') =>
    listed(
      paginateListTaskDefinitions({ client }, { familyPrefix, status }),
      (page) => page.taskDefinitionArns,
    );
  return [await those('ACTIVE'), await those('INACTIVE')];
}
