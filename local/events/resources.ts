import type { ResourceProviders } from '../cloudformation/provider.ts';
import type { Context } from './context.ts';
import { eventBusResource } from './resources/event-bus.ts';
import { eventBusPolicyResource } from './resources/event-bus-policy.ts';
import { ruleResource } from './resources/rule.ts';

export const eventResources = (context: Context): ResourceProviders => ({
  'AWS::Events::EventBus': eventBusResource(context),
  'AWS::Events::EventBusPolicy': eventBusPolicyResource(context),
  'AWS::Events::Rule': ruleResource(context),
});
