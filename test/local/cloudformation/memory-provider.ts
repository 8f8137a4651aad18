import type { CreateRequest, ResourceProvider } from '../../../local/cloudformation/provider.ts';
import { CreatedButFailed } from '../../../local/cloudformation/provider.ts';

/** A type of resource that only remembers: `Fails` in its properties makes it fail. */
export class MemoryProvider implements ResourceProvider {
  readonly replaceOn = ['Name'];
  readonly calls: string[] = [];
  readonly existing = new Map<string, Readonly<Record<string, unknown>>>();
  #next = 1;

  create({ logicalId, properties }: CreateRequest) {
    if (properties.Fails === 'before') throw new Error('it cannot be made');
    const id = `${logicalId}-${this.#next++}`;
    this.calls.push(`create ${id}`);
    this.existing.set(id, properties);
    const resource = { id, attributes: { Arn: `arn:${id}`, 'Endpoint.Port': 80 } };
    if (properties.Fails === 'after') throw new CreatedButFailed(resource, 'it never got steady');
    return resource;
  }

  update({ resource, properties }: Parameters<ResourceProvider['update']>[0]) {
    this.calls.push(`update ${resource.id}`);
    if (properties.Fails === 'at update') throw new Error('it cannot be changed');
    this.existing.set(resource.id, properties);
    return resource;
  }

  delete({ resource, properties }: Parameters<ResourceProvider['delete']>[0]) {
    if (properties.Fails === 'at delete') throw new Error('it is in use');
    this.calls.push(`delete ${resource.id}`);
    this.existing.delete(resource.id);
  }
}
