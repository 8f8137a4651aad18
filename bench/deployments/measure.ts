import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeServiceDeploymentsCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
} from '@aws-sdk/client-ecs';
import type { Cloud } from '../../local/cloud.ts';
import type { Fault } from '../../local/faults/fault.ts';
import { ask } from '../../local/start/pipeline.ts';
import type { Answer, DeploymentRecord } from '../../shared/deployment/commands.ts';
import { nameOfTarget } from '../../shared/deployment/targets.ts';
import { median } from '../statistics.ts';
import type { Fleet } from './fleet.ts';
import { costOf, type Used } from './prices.ts';
import { Usage } from './usage.ts';

export interface Case {
  readonly kind: 'healthy' | 'failing';
  /** How long the rollout takes, about, in AWS's seconds. */
  readonly seconds: number;
  /** Whether events of ECS reach the pipeline. */
  readonly events: boolean;
}

/** Times in seconds, in the median; all else a deployment, in the mean. */
export interface Measured extends Case {
  readonly deployments: number;
  readonly verdicts: Readonly<Record<string, number>>;
  /** By ECS's own account, in AWS's time. */
  readonly rolloutSeconds: number;
  /** From the event of ECR on the bus to the answer of UpdateService. */
  readonly secondsToUpdate: number;
  /** From the end of the rollout by ECS's account to the verdict on record, health checks and all. Real time. */
  readonly secondsToVerdict: number;
  /** The same in AWS's time: what waits is that much longer there. */
  readonly awsSecondsToVerdict: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly used: Used & { readonly billedMilliseconds: number };
  readonly usd: number;
}

/** Longer than any deployment takes here, in milliseconds. */
const LIMIT_MS = 600_000;
const LOOK_MS = 500;
/** What a rollout takes beside the slow start: a task's start, the target group's health checks, draining. */
const OVERHEAD_SECONDS = 4;
/** Between the end of one task and the start of the next. */
const RESTART_SECONDS = 1;
/** Longer than any rollout: a task that is to fail must not be found healthy before. */
const NEVER_SECONDS = 3600;
/** So many tasks must fail until the circuit breaker has seen enough of a service with one task. */
const TOLERATED_FAILURES = 3;
const SETTLE_MS = 2_000;

/** Pushes a release whose rollout goes so, waits for the verdict on each service, and says what that took. */
export async function measure(cloud: Cloud, fleet: Fleet, what: Case, pace: number): Promise<Measured> {
  const tag = `${what.kind}-${what.seconds}-${what.events ? 'events' : 'lost'}`;
  const lost: readonly Fault[] = what.events ? [] : [{ kind: 'lose-events', source: 'aws.ecs' }];
  const faults = [
    ...lost,
    ...fleet.services.flatMap((service, index) => {
      const which = { cluster: fleet.name, service, image: fleet.digestOf(tag) };
      // A second apart, so that they do not end in the same moment.
      return faultsOf(what.kind, what.seconds + index).map((fault) => ({ ...fault, ...which }));
    }),
  ].map((fault) => cloud.faults.add(fault));
  const usage = new Usage(cloud);
  const announced = new Map<string, number>();
  const stop = cloud.events.onEvent((event) => {
    if (event['detail-type'] === 'ECR Image Action') announced.set(tag, cloud.clock.now());
  });
  try {
    await fleet.push(tag);
    const records = await endings(fleet, tag);
    // What is under way beside the verdict (the last wake-up, the announcement, the logs) is paid for as well.
    await sleep(SETTLE_MS);
    usage.close();
    const rollouts = await Promise.all(fleet.services.map((service) => newestRollout(fleet.name, service)));
    const used = await usage.usedEach(records.length);
    const toVerdict = records.map(({ deployment, ending }) => {
      const service = nameOfTarget(deployment.stage.target);
      const rollout = rollouts[fleet.services.indexOf(service)];
      return ((ending?.endedAt ?? Number.NaN) - (rollout?.finishedAt?.getTime() ?? Number.NaN)) / 1000;
    });
    const lasted = rollouts.map(
      (rollout) =>
        ((rollout?.finishedAt?.getTime() ?? Number.NaN) - (rollout?.createdAt?.getTime() ?? Number.NaN)) /
        1000,
    );
    const updates = fleet.services.map(
      (service) => ((usage.updatedAt.get(service) ?? Number.NaN) - (announced.get(tag) ?? Number.NaN)) / 1000,
    );
    return {
      ...what,
      deployments: records.length,
      verdicts: countBy(records.map(({ ending }) => ending?.verdict ?? 'none')),
      rolloutSeconds: median(lasted) * pace,
      secondsToUpdate: median(updates),
      secondsToVerdict: median(toVerdict),
      awsSecondsToVerdict: median(toVerdict) * pace,
      calls: usage.callsEach(records.length),
      used,
      usd: costOf(used),
    };
  } finally {
    stop();
    usage.close();
    for (const { id } of faults) cloud.faults.remove(id);
  }
}

/** What makes a rollout of a service with one task last so long. */
function faultsOf(kind: Case['kind'], seconds: number): Fault[] {
  if (kind === 'healthy')
    return seconds === 0 ? [] : [{ kind: 'slow-start', seconds: Math.max(1, seconds - OVERHEAD_SECONDS) }];
  const afterSeconds = Math.max(1, seconds / TOLERATED_FAILURES - RESTART_SECONDS);
  return [
    { kind: 'slow-start', seconds: NEVER_SECONDS },
    { kind: 'crash-task', afterSeconds, exitCode: 1 },
  ];
}

/** The records of all services' deployments of the release, once each has ended. */
async function endings(fleet: Fleet, tag: string): Promise<readonly DeploymentRecord[]> {
  const limit = performance.now() + LIMIT_MS;
  while (performance.now() < limit) {
    const answer = await ask<Answer>({
      command: 'history',
      pipeline: fleet.name,
      limit: fleet.services.length,
    });
    const records = answer.kind === 'history' ? answer.deployments : [];
    const ours = records.filter(({ deployment }) => deployment.release.tag === tag);
    if (ours.length === fleet.services.length && ours.every(({ ending }) => ending !== undefined))
      return ours;
    await sleep(LOOK_MS);
  }
  throw new Error(`not all services of ${fleet.name} had a verdict within ${LIMIT_MS / 1000} s`);
}

async function newestRollout(cluster: string, service: string) {
  const ecs = new ECSClient({});
  const { serviceDeployments = [] } = await ecs.send(new ListServiceDeploymentsCommand({ cluster, service }));
  const [newest] = serviceDeployments.toSorted((a, b) => Number(b.createdAt) - Number(a.createdAt));
  const described = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [newest?.serviceDeploymentArn ?? ''] }),
  );
  return described.serviceDeployments?.[0];
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
