import type { DescribeAccountAttributesResult } from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import { quotas } from '../limits.ts';

export const describeAccountAttributes =
  (): Operation<Record<string, never>, DescribeAccountAttributesResult> => () => ({
    ResourceQuotas: {
      ApplicationQuota: { Maximum: quotas.applications },
      ApplicationVersionQuota: { Maximum: quotas.versions },
      EnvironmentQuota: { Maximum: quotas.environments },
      ConfigurationTemplateQuota: { Maximum: quotas.templates },
      CustomPlatformQuota: { Maximum: quotas.platforms },
    },
  });
