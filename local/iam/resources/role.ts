import { z } from 'zod';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { holdTrust } from '../quotas.ts';
import { DEFAULT_SESSION_SECONDS, type Role } from '../roles.ts';
import { documentProperty, tagsProperty } from './document-property.ts';

/** IAM allows a role's name 64 characters, fewer than the name that CloudFormation makes may have. */
const MAX_NAME = 64;

// Permissions boundaries are not judged here, so a template with one is refused.
const Shape = z.strictObject({
  RoleName: z.string().optional(),
  Path: z.string().default('/'),
  Description: z.string().optional(),
  MaxSessionDuration: z.coerce.number().default(DEFAULT_SESSION_SECONDS),
  AssumeRolePolicyDocument: documentProperty('trust'),
  ManagedPolicyArns: z.array(z.string()).default([]),
  Policies: z
    .array(z.strictObject({ PolicyName: z.string(), PolicyDocument: documentProperty('identity') }))
    .default([]),
  Tags: tagsProperty,
});

/** `AWS::IAM::Role`. `Ref` is its name. */
export function roleResource({ roles, managed }: Context): ResourceProvider {
  const read = (properties: Properties): z.output<typeof Shape> => {
    const wanted = Shape.parse(properties);
    for (const arn of wanted.ManagedPolicyArns) managed.get(arn);
    return wanted;
  };
  return {
    replaceOn: ['RoleName', 'Path'],
    create({ properties, generatedName }) {
      const wanted = read(properties);
      const { RoleName: name = generatedName.slice(-MAX_NAME), Path: path } = wanted;
      const trust = wanted.AssumeRolePolicyDocument;
      return settle(roles.create({ name, path, trust, policies: inlineOf(wanted) }), wanted);
    },
    update({ resource, properties, previous }) {
      const role = roles.get(resource.id);
      // What other resources attached to the role (AWS::IAM::Policy) is theirs, and stays.
      const before = read(previous);
      for (const { PolicyName } of before.Policies) role.policies.delete(PolicyName);
      for (const arn of before.ManagedPolicyArns) role.attached.delete(arn);
      const wanted = read(properties);
      holdTrust(wanted.AssumeRolePolicyDocument);
      roles.putInline([role.name], inlineOf(wanted));
      return settle(role, wanted);
    },
    delete({ resource }) {
      if (roles.find(resource.id)) roles.delete(resource.id);
    },
  };
}

const inlineOf = ({ Policies }: z.output<typeof Shape>) =>
  new Map(Policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument]));

function settle(role: Role, wanted: z.output<typeof Shape>): Resource {
  role.trust = wanted.AssumeRolePolicyDocument;
  role.description = wanted.Description;
  role.maxSessionSeconds = wanted.MaxSessionDuration;
  role.tags = wanted.Tags;
  for (const arn of wanted.ManagedPolicyArns) role.attached.add(arn);
  return { id: role.name, attributes: { Arn: role.arn, RoleId: role.id } };
}
