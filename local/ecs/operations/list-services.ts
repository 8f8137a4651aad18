import type { ListServicesRequest, ListServicesResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

/** API reference, ListServices: 10 on a page unless asked otherwise. */
const PAGE_SIZE = 10;

export const listServices =
  ({ clusters }: Context): Operation<ListServicesRequest, ListServicesResponse> =>
  (input) => {
    const services = [...clusters.find(input.cluster).services.values()]
      .map(({ service }) => service)
      .filter(({ status }) => status !== 'INACTIVE')
      .filter(({ launchType }) => input.launchType === undefined || launchType === input.launchType)
      .filter(() => input.schedulingStrategy !== 'DAEMON');
    const { items, ...next } = page(services, input, PAGE_SIZE);
    return { serviceArns: items.map(({ arn }) => arn), ...next };
  };
