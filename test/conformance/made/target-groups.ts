import {
  DeleteTargetGroupCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beginningWith, type Kind, listed, unlessGone } from './kind.ts';

/** Target groups. One is in use for a while after the load balancer that used it is gone. */
export const targetGroups: Kind = {
  what: 'target group',
  named: async (beginning) => {
    const client = new ElasticLoadBalancingV2Client({});
    const all = await listed(paginateDescribeTargetGroups({ client }, {}), (page) => page.TargetGroups);
    return beginningWith(
      beginning,
      all.map(({ TargetGroupName }) => TargetGroupName),
    );
  },
  remove: async (name) => {
    const client = new ElasticLoadBalancingV2Client({});
    const asked = new DescribeTargetGroupsCommand({ Names: [name] });
    const found = await client.send(asked).catch(unlessGone);
    for (const { TargetGroupArn } of found?.TargetGroups ?? [])
      await client.send(new DeleteTargetGroupCommand({ TargetGroupArn })).catch(unlessGone);
  },
};
