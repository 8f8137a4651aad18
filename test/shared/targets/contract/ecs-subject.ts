import {
  CreateServiceCommand,
  DescribeTasksCommand,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import { Clock } from '../../../../local/clock.ts';
import { createCheckClients } from '../../../../shared/aws/check-clients.ts';
import { createEcsTarget } from '../../../../shared/targets/ecs/index.ts';
import { behind, localEcs } from '../../../local/ecs/local-ecs.ts';
import { revisionsInMemory } from '../revisions-in-memory.ts';
import { kindOf, releaseOf, type Subject, settled } from './subject.ts';

/** An ECS service of two tasks behind a load balancer, with the circuit breaker. */
export async function ecsSubject(): Promise<Subject> {
  const local = await localEcs({ crashing: { exits: { code: 1, after: 20 } } }, { clock: new Clock(60) });
  await local.ecs.send(
    new CreateServiceCommand({
      ...behind(local.targetGroupArn),
      desiredCount: 2,
      taskDefinition: await local.revision(releaseOf('first').image),
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    }),
  );
  const targetOf = (service: string) =>
    createEcsTarget({
      ecs: local.ecs,
      loadBalancing: local.elb,
      checking: () => createCheckClients({ region: 'us-east-1' }),
      settings: { kind: 'ecs', cluster: 'main', service, containers: ['app'] },
      region: 'us-east-1',
      repository: 'web',
      revisions: revisionsInMemory(),
    });
  const target = targetOf('web');
  await settled(target);
  return {
    target,
    missing: targetOf('none'),
    of: releaseOf,
    hold: () => local.clock.hold(),
    release: () => local.clock.release(),
    async runs() {
      const { taskArns = [] } = await local.ecs.send(
        new ListTasksCommand({ cluster: 'main', serviceName: 'web' }),
      );
      const { tasks = [] } = await local.ecs.send(
        new DescribeTasksCommand({ cluster: 'main', tasks: taskArns }),
      );
      return tasks
        .filter(({ lastStatus }) => lastStatus === 'RUNNING')
        .map(({ containers }) => kindOf(containers?.[0]?.image ?? ''));
    },
    async rollouts() {
      const { serviceDeployments = [] } = await local.ecs.send(
        new ListServiceDeploymentsCommand({ cluster: 'main', service: 'web' }),
      );
      return serviceDeployments.length;
    },
    close: () => local.close(),
  };
}
