import { clusters } from './clusters.ts';
import { eventRules } from './event-rules.ts';
import { functions } from './functions.ts';
import type { Kind } from './kind.ts';
import { loadBalancers } from './load-balancers.ts';
import { logGroups } from './log-groups.ts';
import { parameters } from './parameters.ts';
import { queues } from './queues.ts';
import { repositories } from './repositories.ts';
import { roles } from './roles.ts';
import { services } from './services.ts';
import { stacks } from './stacks.ts';
import { tables } from './tables.ts';
import { targetGroups } from './target-groups.ts';
import { taskDefinitions } from './task-definitions.ts';

/** All kinds of things that conformance runs make, in the order in which they can be removed: what uses others first. */
export const KINDS: readonly Kind[] = [
  services,
  clusters,
  taskDefinitions,
  loadBalancers,
  targetGroups,
  functions,
  logGroups,
  eventRules,
  queues,
  stacks,
  parameters,
  tables,
  repositories,
  roles,
];
