import { z } from 'zod';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { documentProperty } from './document-property.ts';

const Shape = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: documentProperty('identity'),
  Roles: z.array(z.string()).min(1, 'the local cloud has roles only, no users or groups'),
});

/** `AWS::IAM::Policy`: an inline policy, put into roles that are there already. */
export function policyResource({ roles }: Context): ResourceProvider {
  const put = (properties: Properties): Resource => {
    const { PolicyName, PolicyDocument, Roles } = Shape.parse(properties);
    roles.putInline(Roles, new Map([[PolicyName, PolicyDocument]]));
    return { id: PolicyName, attributes: {} };
  };
  /** @param kept the roles that have it still */
  const remove = (properties: Properties, kept: readonly string[] = []): void => {
    const { PolicyName, Roles } = Shape.parse(properties);
    for (const name of Roles.filter((one) => !kept.includes(one)))
      roles.find(name)?.policies.delete(PolicyName);
  };
  return {
    replaceOn: ['PolicyName'],
    create: ({ properties }) => put(properties),
    update({ previous, properties }) {
      const resource = put(properties);
      remove(previous, Shape.parse(properties).Roles);
      return resource;
    },
    delete: ({ properties }) => remove(properties),
  };
}
