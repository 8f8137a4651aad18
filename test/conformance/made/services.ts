import {
  DeleteServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  paginateListServices,
  StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs';
import { clusters } from './clusters.ts';
import { type Kind, listed, StillThere, unlessGone } from './kind.ts';
import { loadBalancers } from './load-balancers.ts';
import { targetGroups } from './target-groups.ts';
import { runningTasks } from './tasks.ts';

/** ECS services, as `cluster/service`. */
export const services: Kind = {
  what: 'ECS service',
  // While it is DRAINING it changes rules, and takes its tasks out of its target groups.
  needs: [loadBalancers, targetGroups],
  named: async (beginning) => {
    const client = new ECSClient({});
    const found: string[] = [];
    for (const cluster of await clusters.named(beginning)) {
      const arns = await listed(paginateListServices({ client }, { cluster }), (page) => page.serviceArns);
      found.push(...arns.map((arn) => `${cluster}/${arn.split('/').at(-1)}`));
    }
    return found;
  },
  remove: async (name) => {
    const [cluster = '', service = ''] = name.split('/');
    const ecs = new ECSClient({});
    const status = async () => {
      const asked = new DescribeServicesCommand({ cluster, services: [service] });
      return (await ecs.send(asked).catch(unlessGone))?.services?.[0]?.status;
    };
    if ((await status()) === 'ACTIVE') {
      await stopRolling(ecs, cluster, service);
      await ecs.send(new DeleteServiceCommand({ cluster, service, force: true })).catch(unlessGone);
    }
    const seen = await status();
    if (seen === undefined) return;
    if (seen !== 'INACTIVE') throw new StillThere(`service ${name} is ${seen}`);
    // INACTIVE comes when its tasks are stopping (API reference, DeleteService): they have their addresses till they stopped.
    const tasks = await runningTasks(ecs, cluster, `service:${service}`);
    if (tasks.length > 0) throw new StillThere(`service ${name} has ${tasks.length} tasks that still stop`);
  },
};

/** A deployment that goes on, as after a test that failed, would go on starting tasks and changing rules. */
async function stopRolling(ecs: ECSClient, cluster: string, service: string): Promise<void> {
  const { serviceDeployments = [] } = await ecs.send(
    new ListServiceDeploymentsCommand({ cluster, service, status: ['PENDING', 'IN_PROGRESS'] }),
  );
  for (const { serviceDeploymentArn } of serviceDeployments)
    await ecs
      .send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }))
      .catch(unlessNotToBeStopped);
}

/** It ended meanwhile, or there is nothing that a first deployment could go back to: the service is deleted all the same. */
function unlessNotToBeStopped(error: Error): void {
  if (!/Conflict|InvalidParameter|ClientException|NotFound/.test(error.name)) throw error;
}
