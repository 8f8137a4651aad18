import { z } from 'zod';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { documentProperty } from './document-property.ts';

/** IAM allows a policy's name 128 characters. */
const MAX_NAME = 128;

const Shape = z.strictObject({
  ManagedPolicyName: z.string().optional(),
  Path: z.string().default('/'),
  Description: z.string().optional(),
  PolicyDocument: documentProperty('identity'),
  Roles: z.array(z.string()).default([]),
});

/** `AWS::IAM::ManagedPolicy`. `Ref` is its ARN. */
export function managedPolicyResource({ roles, managed }: Context): ResourceProvider {
  const attach = (arn: string, properties: Properties): Resource => {
    for (const name of Shape.parse(properties).Roles) roles.get(name).attached.add(arn);
    return { id: arn, attributes: { PolicyArn: arn } };
  };
  const detach = (arn: string, properties: Properties): void => {
    for (const name of Shape.parse(properties).Roles) roles.find(name)?.attached.delete(arn);
  };
  return {
    replaceOn: ['ManagedPolicyName', 'Path', 'Description'],
    create({ properties, generatedName }) {
      const { ManagedPolicyName, Path, PolicyDocument, Roles } = Shape.parse(properties);
      for (const name of Roles) roles.get(name);
      const name = ManagedPolicyName ?? generatedName.slice(-MAX_NAME);
      return attach(managed.create(name, Path, PolicyDocument).arn, properties);
    },
    update({ resource, previous, properties }) {
      const { PolicyDocument, Roles } = Shape.parse(properties);
      for (const name of Roles) roles.get(name);
      managed.change(resource.id, PolicyDocument);
      detach(resource.id, previous);
      return attach(resource.id, properties);
    },
    delete({ resource, properties }) {
      detach(resource.id, properties);
      managed.delete(resource.id);
    },
  };
}
