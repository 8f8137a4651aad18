import type { ResourceProviders } from '../cloudformation/provider.ts';
import type { Context } from './context.ts';
import { instanceProfileResource } from './resources/instance-profile.ts';
import { managedPolicyResource } from './resources/managed-policy.ts';
import { policyResource } from './resources/policy.ts';
import { roleResource } from './resources/role.ts';

export const iamResources = (context: Context): ResourceProviders => ({
  'AWS::IAM::InstanceProfile': instanceProfileResource(context),
  'AWS::IAM::ManagedPolicy': managedPolicyResource(context),
  'AWS::IAM::Policy': policyResource(context),
  'AWS::IAM::Role': roleResource(context),
});
