import type { Capability } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../gateway/service.ts';
import type { Template } from './parse.ts';

/**
 * Types that need the caller's word, with the property that makes it CAPABILITY_NAMED_IAM.
 * API reference, CreateStack: Capabilities.
 */
const nameProperties: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': undefined,
};

/** The capability that a template needs, and for which of its resource types. */
export function neededCapability(
  template: Template,
): { capability: Capability; types: string[] } | undefined {
  const resources = Object.values(template.Resources).filter(({ Type }) =>
    Object.hasOwn(nameProperties, Type),
  );
  if (resources.length === 0) return undefined;
  const named = resources.some(({ Type, Properties }) => {
    const property = nameProperties[Type];
    return property !== undefined && Properties[property] !== undefined;
  });
  return {
    capability: named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM',
    types: [...new Set(resources.map(({ Type }) => Type))],
  };
}

/** @throws AwsError InsufficientCapabilitiesException */
export function checkCapabilities(template: Template, given: readonly string[] = []): void {
  const needed = neededCapability(template);
  if (!needed || given.includes(needed.capability) || given.includes('CAPABILITY_NAMED_IAM')) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${needed.capability}]`);
}
