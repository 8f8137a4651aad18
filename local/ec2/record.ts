import { randomBytes } from 'node:crypto';
import type { Properties, Resource, ResourceProvider } from '../cloudformation/provider.ts';
import type { NetworkRecords } from './network-records.ts';

export interface RecordShape {
  /** Properties that must be given, as in AWS's reference. */
  readonly required: readonly string[];
  /** All others that it has there. */
  readonly optional: readonly string[];
  readonly replaceOn: readonly string[];
  describe(id: string, properties: Properties): Resource;
  /** The start of the id that AWS gives, for example `vpc`. */
  readonly prefix: string;
}

/** A resource that is nothing but its id and attributes, and what it was asked for as. */
export function record(type: string, shape: RecordShape, records: NetworkRecords): ResourceProvider {
  const known = new Set([...shape.required, ...shape.optional]);
  const check = (properties: Properties) => {
    for (const name of shape.required)
      if (properties[name] === undefined)
        throw new Error(`Properties validation failed: required key [${name}] not found`);
    const unknown = Object.keys(properties).find((name) => !known.has(name));
    if (unknown !== undefined)
      throw new Error(`Properties validation failed: extraneous key [${unknown}] is not permitted`);
  };
  return {
    replaceOn: shape.replaceOn,
    create: ({ properties, generatedName }) => {
      check(properties);
      const resource = shape.describe(`${shape.prefix}-0${randomBytes(8).toString('hex')}`, properties);
      records.put({ type, resource, generatedName, properties });
      return resource;
    },
    update: ({ properties, resource }) => {
      check(properties);
      records.change(resource, properties);
      return { id: resource.id, attributes: resource.attributes };
    },
    delete: ({ resource }) => records.remove(resource),
  };
}
