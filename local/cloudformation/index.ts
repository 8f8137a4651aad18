import type { Clock } from '../clock.ts';
import type { Account, ObjectStore, Part } from '../parts.ts';
import { operationsOf } from './operations/index.ts';
import type { ResourceProviders } from './provider.ts';
import { Stacks } from './stacks/stacks.ts';

/** CloudFormation: stacks of whatever types the other parts of the cloud provide. */
export function createCloudFormation(deps: {
  account: Account;
  clock: Clock;
  objects: ObjectStore;
  /** Asked at each operation, so that it may be made before the parts that provide the types. */
  providers: () => ResourceProviders;
}): Part {
  const closing = new AbortController();
  return {
    service: {
      client: 'cloudformation',
      operations: operationsOf({ ...deps, stacks: new Stacks(), closing: closing.signal }),
    },
    async close() {
      // What is being made ends by itself; nothing more is begun, and nothing is rolled back.
      closing.abort();
    },
  };
}
