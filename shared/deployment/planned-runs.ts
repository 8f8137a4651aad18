import type { Ready } from './attempt.ts';
import { describeFreeze, describeHold } from './gates.ts';
import type { HealthCheck, Release, Stage } from './model.ts';
import type { PlannedRun, TargetPlan } from './plan.ts';
import type { Address } from './ports.ts';
import { probeRequests } from './probe-requests.ts';
import { wordsOf } from './probe-words.ts';
import type { TargetState } from './target-state.ts';
import type { OneOffTask } from './task.ts';

/** All that a deployment would do, in its order: what the provider does, tasks before and after, and probes. */
export function plannedRuns(
  { runs, revision }: TargetPlan,
  { before = [], after = [], health }: Stage,
  { addresses = [], settled }: Ready,
  release: Release,
): PlannedRun[] {
  const registers = ({ kind }: PlannedRun) => kind === 'register';
  return [
    ...runs.filter(registers),
    // Where nothing is rolled, there is nothing to run them for.
    ...(settled?.revision === revision ? [] : before).map((task) => taskRun('before', task)),
    ...runs.filter((run) => !registers(run)),
    // Where its name will lead by then is not known.
    ...probes(health, probeRequests(health, addresses.map(withoutPlace), release)),
    ...after.map((task) => taskRun('after', task)),
  ];
}

/** Why a deployment would not begin at once. */
export function obstacles({ frozen, held, claim }: TargetState): string[] {
  return [
    ...(frozen ? [describeFreeze(frozen)] : []),
    ...(held ? [describeHold(held)] : []),
    ...(claim ? [`${claim.deployment} is under way: it would wait for that one's end`] : []),
  ];
}

function taskRun(
  when: 'before' | 'after',
  { name, command, container, timeoutSeconds }: OneOffTask,
): PlannedRun {
  const where = container === undefined ? '' : ` in ${container}`;
  const gate = when === 'before' ? 'nothing is rolled out' : 'the release is taken back';
  // The words are the user's own, from slipway.yml.
  const what = `RunTask ${name} ${when} the rollout${where}: ${command.join(' ')} (${timeoutSeconds} s at most; not 0: ${gate})`;
  return { kind: when, what };
}

function probes({ bakeSeconds }: HealthCheck, asked: ReturnType<typeof probeRequests>): PlannedRun[] {
  const bake = bakeSeconds === 0 ? '' : `, then for ${bakeSeconds} s`;
  if (asked.length === 0) {
    const what = `no probe: it has no load balancer and no health.url, so its tasks and containers alone are judged${bake}`;
    return [{ kind: 'probe', what }];
  }
  return asked.map((one) => ({ kind: 'probe', what: `${wordsOf(one)}${bake}` }));
}

const withoutPlace = ({ at: _, ...address }: Address): Address => address;
