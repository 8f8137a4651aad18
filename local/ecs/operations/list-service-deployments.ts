import type { ListServiceDeploymentsRequest, ListServiceDeploymentsResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';
import { findService } from '../services/find.ts';
import { briefServiceDeployment } from '../services/service-deployment.ts';

/** API reference, ListServiceDeployments: 20 on a page unless asked otherwise. */
const PAGE_SIZE = 20;

/** Newest first. */
export const listServiceDeployments =
  (context: Context): Operation<ListServiceDeploymentsRequest, ListServiceDeploymentsResponse> =>
  (input) => {
    const { service } = findService(context, input.cluster, input.service);
    const { before, after } = input.createdAt ?? {};
    const all = service.controller === 'ECS' ? service.recentDeployments(context.clock.date()) : [];
    const found = all
      .filter(({ status }) => !input.status?.length || input.status.includes(status))
      .filter(({ createdAt }) => (!before || createdAt <= before) && (!after || createdAt >= after));
    const { items, ...next } = page(found, input, PAGE_SIZE);
    return { serviceDeployments: items.map((one) => briefServiceDeployment(service, one)), ...next };
  };
