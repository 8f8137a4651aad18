import type {
  ApplicationVersionDescriptionsMessage,
  DescribeApplicationVersionsMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';
import { describeVersion } from '../versions/version.ts';

/** The newest first. An application or a label that there is not gives none. */
export const describeApplicationVersions =
  ({
    account,
    applications,
  }: Context): Operation<DescribeApplicationVersionsMessage, ApplicationVersionDescriptionsMessage> =>
  (input) => {
    const { ApplicationName: name, VersionLabels: labels = [] } = input;
    const found = applications.all
      .filter((application) => name === undefined || application.name === name)
      .flatMap(({ versions }) => versions)
      .filter(({ label }) => labels.length === 0 || labels.includes(label));
    const { items, ...next } = page(found, input);
    return { ApplicationVersions: items.map((version) => describeVersion(account, version)), ...next };
  };
