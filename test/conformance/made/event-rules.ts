import {
  DeleteRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { type Kind, unlessGone } from './kind.ts';

/** Rules of the default event bus, with their targets. The SDK has no paginators for them. */
export const eventRules: Kind = {
  what: 'rule for events',
  named: async (beginning) => {
    const client = new EventBridgeClient({});
    const NamePrefix = beginning === '' ? undefined : beginning;
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListRulesCommand({ NamePrefix, NextToken }));
      names.push(...(page.Rules ?? []).flatMap(({ Name }) => Name ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return names;
  },
  remove: async (Rule) => {
    const client = new EventBridgeClient({});
    // A rule has 5 targets at most, so one page ("Amazon EventBridge quotas").
    const { Targets = [] } =
      (await client.send(new ListTargetsByRuleCommand({ Rule })).catch(unlessGone)) ?? {};
    const Ids = Targets.flatMap(({ Id }) => Id ?? []);
    if (Ids.length > 0) await client.send(new RemoveTargetsCommand({ Rule, Ids })).catch(unlessGone);
    await client.send(new DeleteRuleCommand({ Name: Rule })).catch(unlessGone);
  },
};
