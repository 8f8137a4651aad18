import { type Action, ModifyRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, expect, it } from 'vitest';
import type { EcsDeps } from '../../../../local/ecs/context.ts';
import { INFRASTRUCTURE_ROLE, refusing, twoGroups } from './two-groups.ts';

const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function local(more: Partial<EcsDeps> = {}) {
  const made = await twoGroups({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 }, more);
  ending.push(() => made.close());
  return made;
}

const NETWORK = 'Service deployment rolled back because of invalid networking configuration.';

it('is not started when users are sent to both groups', async () => {
  const { elb, create, groups, production, ended, rollout, fake } = await local();
  const forward: Action = {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: groups.map((TargetGroupArn) => ({ TargetGroupArn, Weight: 1 })),
    },
  };
  await elb.send(new ModifyRuleCommand({ RuleArn: production, Actions: [forward] }));
  await create('v1');
  await ended('ROLLBACK_FAILED');
  expect((await rollout()).rollback?.reason).toBe(
    `${NETWORK} productionListenerRule ${production} should have exactly one target group serving traffic ` +
      'but found 2 target groups which are serving traffic',
  );
  expect(fake.running.size).toBe(0);
});

it('needs a role that lets it manage the load balancer', async () => {
  const { create, ended, rollout } = await local({
    refuses: refusing(new Set(['elasticloadbalancing:RegisterTargets'])),
  });
  await create('v1');
  await ended('ROLLBACK_FAILED');
  expect((await rollout()).rollback?.reason).toBe(
    `${NETWORK} ECS was unable to manage the ELB resources due to missing permissions on ECS Infrastructure Role '${INFRASTRUCTURE_ROLE}'.`,
  );
});

it('goes back when the role does not let it move the traffic', async () => {
  const denied = new Set<string>();
  const { create, update, ended, test } = await local({
    refuses: refusing(denied),
  });
  await create('v1');
  await ended('SUCCESSFUL');
  denied.add('elasticloadbalancing:ModifyRule');
  await update('v2');
  const { statusReason } = await ended('ROLLBACK_SUCCESSFUL');
  expect(statusReason).toContain(
    'Service deployment rolled back because TEST_TRAFFIC_SHIFT lifecycle hook(s) failed. User: ',
  );
  expect(statusReason).toContain(
    `is not authorized to perform: elasticloadbalancing:ModifyRule on resource: ${test}`,
  );
});

it('is refused with less than two groups and their rules', async () => {
  const { create, targetGroupArn, production, groups } = await local();
  const balancer = { targetGroupArn, containerName: 'app', containerPort: 3000 };
  await expect(create('v1', { loadBalancers: [balancer] })).rejects.toThrow(
    'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy',
  );
  const advancedConfiguration = {
    alternateTargetGroupArn: groups[1],
    productionListenerRule: production,
    testListenerRule: production,
    roleArn: INFRASTRUCTURE_ROLE,
  };
  await expect(create('v1', { loadBalancers: [{ ...balancer, advancedConfiguration }] })).rejects.toThrow(
    'The following rules cannot be used as both production and test listener rules',
  );
});
