import { randomBytes } from 'node:crypto';
import type { Properties, Resource, ResourceProvider } from '../cloudformation/provider.ts';

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

/** A resource that is nothing but its id and attributes. */
export function record(shape: RecordShape): ResourceProvider {
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
    create: ({ properties }) => {
      check(properties);
      return shape.describe(`${shape.prefix}-0${randomBytes(8).toString('hex')}`, properties);
    },
    update: ({ properties, resource }) => {
      check(properties);
      return { id: resource.id, attributes: resource.attributes };
    },
    delete: () => undefined,
  };
}
