import type {
  DescribeEnvironmentsMessage,
  EnvironmentDescriptionsMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeEnvironment } from '../environments/describe.ts';
import { page } from '../paging.ts';

/** What there is not is left out. Terminated ones are told where that is not declined. */
export const describeEnvironments =
  ({
    environments,
    clock,
  }: Context): Operation<DescribeEnvironmentsMessage, EnvironmentDescriptionsMessage> =>
  (input) => {
    const { EnvironmentNames: names = [], EnvironmentIds: ids = [], IncludeDeleted = true } = input;
    const known = IncludeDeleted
      ? environments.recent(clock.now(), input.IncludedDeletedBackTo)
      : environments.living;
    const found = known.filter(
      (environment) =>
        (input.ApplicationName === undefined || environment.application === input.ApplicationName) &&
        (input.VersionLabel === undefined || environment.label === input.VersionLabel) &&
        (names.length === 0 || names.includes(environment.name)) &&
        (ids.length === 0 || ids.includes(environment.id)),
    );
    const { items, ...next } = page(found, input);
    return { Environments: items.map(describeEnvironment), ...next };
  };
