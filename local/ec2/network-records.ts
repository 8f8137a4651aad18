import type { Properties, Resource } from '../cloudformation/provider.ts';

/** A resource of a stack, as it was asked for and as CloudFormation has it. */
export interface NetworkRecord {
  readonly type: string;
  readonly resource: Resource;
  /** A name as CloudFormation makes one where the template gives none. */
  readonly generatedName: string;
  readonly properties: Properties;
}

/** All that stacks have made of the network, in the order of its making. */
export class NetworkRecords {
  readonly #byId = new Map<string, NetworkRecord>();

  put(record: NetworkRecord): void {
    this.#byId.set(record.resource.id, record);
  }

  change({ id }: Resource, properties: Properties): void {
    const record = this.#byId.get(id);
    if (record) this.#byId.set(id, { ...record, properties });
  }

  remove({ id }: Resource): void {
    this.#byId.delete(id);
  }

  /** @param types of CloudFormation */
  of(...types: readonly string[]): NetworkRecord[] {
    return [...this.#byId.values()].filter(({ type }) => types.includes(type));
  }
}
