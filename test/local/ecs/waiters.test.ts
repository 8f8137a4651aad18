import {
  CreateServiceCommand,
  DeleteServiceCommand,
  RunTaskCommand,
  StopTaskCommand,
  UpdateServiceCommand,
  waitUntilServicesInactive,
  waitUntilServicesStable,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import {
  DeleteLoadBalancerCommand,
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  waitUntilLoadBalancerAvailable,
  waitUntilLoadBalancerExists,
  waitUntilLoadBalancersDeleted,
  waitUntilTargetDeregistered,
  waitUntilTargetInService,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, it } from 'vitest';
import { behind, localEcs } from './local-ecs.ts';

// The SDK's own waiters, as deploy scripts use them.

/** Often: what is waited for is soon there. In seconds. */
const often = { minDelay: 0.02, maxDelay: 0.05, maxWaitTime: 30 };

const READY = { state: 'SUCCESS' };

it('services-stable, tasks-running, tasks-stopped, target-in-service, target-deregistered, services-inactive', async () => {
  const local = await localEcs();
  const { ecs, elb, targetGroupArn } = local;
  const taskDefinition = await local.revision('one');
  const service = { cluster: 'main', services: ['web'] };
  await ecs.send(new CreateServiceCommand({ ...behind(targetGroupArn), taskDefinition, desiredCount: 1 }));
  expect(await waitUntilServicesStable({ client: ecs, ...often }, service)).toMatchObject(READY);
  const group = { TargetGroupArn: targetGroupArn };
  expect(await waitUntilTargetInService({ client: elb, ...often }, group)).toMatchObject(READY);

  const { tasks = [] } = await ecs.send(
    new RunTaskCommand({
      cluster: 'main',
      taskDefinition,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
    }),
  );
  const task = tasks[0]?.taskArn ?? '';
  const named = { cluster: 'main', tasks: [task] };
  expect(await waitUntilTasksRunning({ client: ecs, ...often }, named)).toMatchObject(READY);
  const stopped = waitUntilTasksStopped({ client: ecs, ...often }, named);
  await ecs.send(new StopTaskCommand({ cluster: 'main', task }));
  expect(await stopped).toMatchObject(READY);

  const { TargetHealthDescriptions = [] } = await elb.send(new DescribeTargetHealthCommand(group));
  const Targets = TargetHealthDescriptions.flatMap(({ Target }) => Target ?? []);
  await elb.send(new DeregisterTargetsCommand({ ...group, Targets }));
  expect(await waitUntilTargetDeregistered({ client: elb, ...often }, { ...group, Targets })).toMatchObject(
    READY,
  );

  await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', desiredCount: 0 }));
  await ecs.send(new DeleteServiceCommand({ cluster: 'main', service: 'web' }));
  expect(await waitUntilServicesInactive({ client: ecs, ...often }, service)).toMatchObject(READY);
  await local.close();
});

it('services-stable and tasks-running give up where nothing can come of it', async () => {
  const local = await localEcs({ absent: { refused: 'CannotStartContainerError' } });
  const { ecs } = local;
  await expect(
    waitUntilServicesStable({ client: ecs, ...often }, { cluster: 'main', services: ['none'] }),
  ).rejects.toThrow('MISSING');
  const { tasks = [] } = await ecs.send(
    new RunTaskCommand({
      cluster: 'main',
      taskDefinition: await local.revision('absent'),
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
    }),
  );
  const named = { cluster: 'main', tasks: [tasks[0]?.taskArn ?? ''] };
  await expect(waitUntilTasksRunning({ client: ecs, ...often }, named)).rejects.toThrow('STOPPED');
  await local.close();
});

it('load-balancer-exists, -available, load-balancers-deleted', async () => {
  const local = await localEcs();
  const client = local.elb;
  const front = { Names: ['front'] };
  const exists = await waitUntilLoadBalancerExists({ client, ...often }, front);
  expect(exists).toMatchObject(READY);
  const available = await waitUntilLoadBalancerAvailable({ client, ...often }, front);
  expect(available).toMatchObject(READY);
  const { LoadBalancers } = available.reason as { LoadBalancers: { LoadBalancerArn: string }[] };
  const deleted = waitUntilLoadBalancersDeleted({ client, ...often }, front);
  await client.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn }));
  expect(await deleted).toMatchObject(READY);
  await local.close();
});
