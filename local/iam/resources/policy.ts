import { z } from 'zod';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { holdInline } from '../quotas.ts';
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
    for (const { name, policies } of Roles.map((one) => roles.get(one))) {
      holdInline(name, [...new Map(policies).set(PolicyName, PolicyDocument).values()]);
      policies.set(PolicyName, PolicyDocument);
    }
    return { id: PolicyName, attributes: {} };
  };
  const remove = (properties: Properties): void => {
    const { PolicyName, Roles } = Shape.parse(properties);
    for (const name of Roles) roles.find(name)?.policies.delete(PolicyName);
  };
  return {
    replaceOn: ['PolicyName'],
    create: ({ properties }) => put(properties),
    update({ previous, properties }) {
      remove(previous);
      return put(properties);
    },
    delete: ({ properties }) => remove(properties),
  };
}
