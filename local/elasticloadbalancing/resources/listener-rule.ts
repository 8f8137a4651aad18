import type { CreateRuleInput, ModifyRuleInput, Tag } from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkKnown } from '../../cloudformation/known-properties.ts';
import type { ResourceProvider } from '../../cloudformation/provider.ts';
import { AwsError } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { createRule } from '../operations/create-rule.ts';
import { deleteRule } from '../operations/delete-rule.ts';
import { modifyRule } from '../operations/modify-rule.ts';
import { setRulePriorities } from '../operations/set-rule-priorities.ts';
import { replaceTags } from '../tags.ts';
import { asInput, created, stackCall } from './as-input.ts';

const known = ['ListenerArn', 'Priority', 'Conditions', 'Actions', 'Transforms', 'Tags'];

export function listenerRuleResource(context: Context): ResourceProvider {
  const describe = (arn: string) => ({ id: arn, attributes: { RuleArn: arn, IsDefault: false } });
  return {
    replaceOn: ['ListenerArn'],
    async create({ properties }) {
      checkKnown('AWS::ElasticLoadBalancingV2::ListenerRule', properties, known);
      const output = await createRule(context)(asInput<CreateRuleInput>(properties), stackCall('CreateRule'));
      return describe(created(output.Rules).RuleArn ?? '');
    },
    async update({ properties, resource }) {
      checkKnown('AWS::ElasticLoadBalancingV2::ListenerRule', properties, known);
      const { ListenerArn: _listener, ...kept } = properties;
      const {
        Priority,
        Tags: tags,
        ...changes
      } = asInput<ModifyRuleInput & { Priority: number; Tags?: Tag[] }>(kept);
      const RuleArn = resource.id;
      await modifyRule(context)({ ...changes, RuleArn }, stackCall('ModifyRule'));
      await setRulePriorities(context)(
        { RulePriorities: [{ RuleArn, Priority }] },
        stackCall('SetRulePriorities'),
      );
      replaceTags(context.registry, resource.id, tags);
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
