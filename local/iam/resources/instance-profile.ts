import { z } from 'zod';
import type { Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';

const Shape = z.strictObject({
  InstanceProfileName: z.string().optional(),
  Path: z.string().default('/'),
  Roles: z.tuple([z.string()]),
});

/** The API allows a name 128 characters. */
const MAX_NAME = 128;

/** `AWS::IAM::InstanceProfile`: a name for a role, which instances here do not act under. `Ref` is its name. */
export function instanceProfileResource({ roles, account }: Context): ResourceProvider {
  const read = (properties: Readonly<Record<string, unknown>>) => {
    const wanted = Shape.parse(properties);
    // It must be there.
    roles.get(wanted.Roles[0]);
    return wanted;
  };
  return {
    replaceOn: ['InstanceProfileName', 'Path'],
    create({ properties, generatedName }): Resource {
      const { InstanceProfileName: name = generatedName.slice(-MAX_NAME), Path: path } = read(properties);
      return { id: name, attributes: { Arn: `arn:aws:iam::${account.id}:instance-profile${path}${name}` } };
    },
    update({ resource, properties }) {
      read(properties);
      return resource;
    },
    delete() {
      // There is nothing behind the name.
    },
  };
}
