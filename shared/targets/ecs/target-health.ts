import type { Service } from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Cause } from '../../deployment/causes.ts';
import { RANK } from './rank.ts';
import type { EcsService } from './target.ts';

/** Targets that come or go: that is as it should be. */
const NO_CAUSE: readonly (string | undefined)[] = [
  'Elb.RegistrationInProgress',
  'Elb.InitialHealthChecking',
  'Target.DeregistrationInProgress',
  'Target.NotInUse',
];

/** What the load balancer finds wrong with the service's targets. Never throws. */
export async function unhealthyTargets(
  { loadBalancing }: EcsService,
  { loadBalancers = [] }: Service,
): Promise<Cause[]> {
  const groups = new Set(
    loadBalancers.flatMap(({ targetGroupArn, advancedConfiguration }) => [
      ...(targetGroupArn ? [targetGroupArn] : []),
      ...(advancedConfiguration?.alternateTargetGroupArn
        ? [advancedConfiguration.alternateTargetGroupArn]
        : []),
    ]),
  );
  const answers = await Promise.allSettled(
    [...groups].map(async (TargetGroupArn) => {
      const found = await loadBalancing.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
      return causesOf(nameOf(TargetGroupArn), found.TargetHealthDescriptions ?? []);
    }),
  );
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

function causesOf(group: string, targets: readonly TargetHealthDescription[]): Cause[] {
  const times = new Map<string, number>();
  for (const { TargetHealth: health } of targets) {
    if (health?.State !== 'unhealthy' || NO_CAUSE.includes(health.Reason)) continue;
    const why = [health.Reason, health.Description].filter(Boolean).join(': ');
    times.set(why, (times.get(why) ?? 0) + 1);
  }
  return [...times].map(([why, count]) => ({
    what: `target: ${group} ${why}`,
    times: count,
    rank: RANK.targetHealth,
    text: `${count} of ${targets.length} targets in the target group ${group} ${count === 1 ? 'is' : 'are'} unhealthy: ${why}`,
  }));
}

/** `arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/ID` */
function nameOf(arn: string): string {
  return arn.split('/')[1] ?? arn;
}
