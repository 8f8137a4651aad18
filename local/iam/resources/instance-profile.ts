import { z } from 'zod';
import type { ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import type { InstanceProfile } from '../instance-profiles.ts';

/** IAM allows a profile's name 128 characters. */
const MAX_NAME = 128;

const Shape = z.strictObject({
  InstanceProfileName: z.string().optional(),
  Path: z.string().default('/'),
  Roles: z.array(z.string()).length(1, 'an instance profile has one role'),
});

/** `AWS::IAM::InstanceProfile`. `Ref` is its name. */
export function instanceProfileResource({ profiles }: Context): ResourceProvider {
  const describe = ({ name, arn }: InstanceProfile) => ({ id: name, attributes: { Arn: arn } });
  return {
    replaceOn: ['InstanceProfileName', 'Path'],
    create({ properties, generatedName }) {
      const {
        InstanceProfileName: name = generatedName.slice(-MAX_NAME),
        Path,
        Roles,
      } = Shape.parse(properties);
      const profile = profiles.create(name, Path);
      profiles.addRole(name, Roles[0] ?? '');
      return describe(profile);
    },
    update({ resource, properties }) {
      const profile = profiles.get(resource.id);
      profile.role = undefined;
      profiles.addRole(profile.name, Shape.parse(properties).Roles[0] ?? '');
      return describe(profile);
    },
    delete({ resource }) {
      profiles.delete(resource.id);
    },
  };
}
