import { DeleteClusterCommand, ECSClient, paginateListClusters, StopTaskCommand } from '@aws-sdk/client-ecs';
import { beginningWith, type Kind, listed, unlessGone } from './kind.ts';
import { runningTasks } from './tasks.ts';

/** ECS clusters, with tasks that were run in them by themselves; their services have to be gone. */
export const clusters: Kind = {
  what: 'ECS cluster',
  named: async (beginning) => {
    const arns = await listed(
      paginateListClusters({ client: new ECSClient({}) }, {}),
      (page) => page.clusterArns,
    );
    return beginningWith(
      beginning,
      arns.map((arn) => arn.split('/').at(-1)),
    );
  },
  remove: async (cluster) => {
    const ecs = new ECSClient({});
    for (const task of (await runningTasks(ecs, cluster).catch(unlessGone)) ?? [])
      await ecs.send(new StopTaskCommand({ cluster, task })).catch(unlessGone);
    // Refused while tasks stop.
    await ecs.send(new DeleteClusterCommand({ cluster })).catch(unlessGone);
  },
};
