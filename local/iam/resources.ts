import type {
  Properties,
  Resource,
  ResourceProvider,
  ResourceProviders,
} from '../cloudformation/provider.ts';
import type { PolicyDocument, Role, Roles } from './roles.ts';

interface RoleProperties {
  readonly RoleName?: string;
  readonly Path?: string;
  readonly Description?: string;
  readonly AssumeRolePolicyDocument: PolicyDocument;
  readonly ManagedPolicyArns?: readonly string[];
  readonly Policies?: readonly { readonly PolicyName: string; readonly PolicyDocument: PolicyDocument }[];
}

interface PolicyProperties {
  readonly PolicyName: string;
  readonly PolicyDocument: PolicyDocument;
  readonly Roles?: readonly string[];
}

export function iamResources(roles: Roles): ResourceProviders {
  return { 'AWS::IAM::Role': roleProvider(roles), 'AWS::IAM::Policy': policyProvider(roles) };
}

function roleProvider(roles: Roles): ResourceProvider {
  return {
    replaceOn: ['RoleName', 'Path'],
    create({ properties, generatedName }) {
      const { RoleName, Path, Description, AssumeRolePolicyDocument } = roleOf(properties);
      const role = roles.create({
        // IAM allows 64 characters, fewer than the name that CloudFormation makes may have.
        name: RoleName ?? generatedName.slice(-64),
        trust: AssumeRolePolicyDocument,
        ...(Path === undefined ? {} : { path: Path }),
        ...(Description === undefined ? {} : { description: Description }),
      });
      return settle(role, roleOf(properties));
    },
    update: ({ resource, properties }) => settle(roles.get(resource.id), roleOf(properties)),
    delete: ({ resource }) => roles.delete(resource.id),
  };
}

function settle(
  role: Role,
  { AssumeRolePolicyDocument, ManagedPolicyArns = [], Policies = [] }: RoleProperties,
): Resource {
  role.trust = AssumeRolePolicyDocument;
  role.attached.clear();
  for (const arn of ManagedPolicyArns) role.attached.add(arn);
  role.policies.clear();
  for (const { PolicyName, PolicyDocument } of Policies) role.policies.set(PolicyName, PolicyDocument);
  return { id: role.name, attributes: { Arn: role.arn, RoleId: role.id } };
}

function policyProvider(roles: Roles): ResourceProvider {
  const put = (properties: Properties): Resource => {
    const { PolicyName, PolicyDocument, Roles: names = [] } = policyOf(properties);
    for (const name of names) roles.get(name).policies.set(PolicyName, PolicyDocument);
    return { id: PolicyName, attributes: {} };
  };
  const remove = (properties: Properties) => {
    const { PolicyName, Roles: names = [] } = policyOf(properties);
    for (const name of names)
      roles
        .list()
        .find((role) => role.name === name)
        ?.policies.delete(PolicyName);
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

function roleOf(properties: Properties): RoleProperties {
  if (typeof properties.AssumeRolePolicyDocument !== 'object')
    throw new Error('AssumeRolePolicyDocument is required');
  return properties as unknown as RoleProperties;
}

function policyOf(properties: Properties): PolicyProperties {
  if (typeof properties.PolicyName !== 'string') throw new Error('PolicyName is required');
  return properties as unknown as PolicyProperties;
}
