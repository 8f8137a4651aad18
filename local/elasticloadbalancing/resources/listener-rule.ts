import type { CreateRuleInput, ModifyRuleInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkKnown } from '../../cloudformation/known-properties.ts';
import type { ResourceProvider } from '../../cloudformation/provider.ts';
import { AwsError } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { createRule } from '../operations/create-rule.ts';
import { deleteRule } from '../operations/delete-rule.ts';
import { modifyRule } from '../operations/modify-rule.ts';
import { asInput, created, stackCall } from './as-input.ts';

const known = ['ListenerArn', 'Priority', 'Conditions', 'Actions', 'Transforms', 'Tags'];

export function listenerRuleResource(context: Context): ResourceProvider {
  const describe = (arn: string) => ({ id: arn, attributes: { RuleArn: arn, IsDefault: false } });
  return {
    // AWS changes a priority in place; a new rule with the new priority is the same to a client.
    replaceOn: ['ListenerArn', 'Priority'],
    async create({ properties }) {
      checkKnown('AWS::ElasticLoadBalancingV2::ListenerRule', properties, known);
      const output = await createRule(context)(asInput<CreateRuleInput>(properties), stackCall('CreateRule'));
      return describe(created(output.Rules).RuleArn ?? '');
    },
    async update({ properties, resource }) {
      checkKnown('AWS::ElasticLoadBalancingV2::ListenerRule', properties, known);
      const { ListenerArn: _listener, Priority: _priority, Tags: _tags, ...changes } = properties;
      await modifyRule(context)(
        { ...asInput<ModifyRuleInput>(changes), RuleArn: resource.id },
        stackCall('ModifyRule'),
      );
      return describe(resource.id);
    },
    async delete({ resource }) {
      try {
        await deleteRule(context)({ RuleArn: resource.id }, stackCall('DeleteRule'));
      } catch (error) {
        // It goes with its listener.
        if (!(error instanceof AwsError) || error.code !== 'RuleNotFoundException') throw error;
      }
    },
  };
}
