import type {
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { invalid } from '../services/check.ts';
import { findServiceDeployment } from '../services/find.ts';
import { describeServiceDeployment } from '../services/service-deployment.ts';

/** API reference, DescribeServiceDeployments. */
const MOST_AT_ONCE = 20;

export const describeServiceDeployments =
  (context: Context): Operation<DescribeServiceDeploymentsRequest, DescribeServiceDeploymentsResponse> =>
  (input) => {
    const asked = input.serviceDeploymentArns ?? [];
    if (asked.length === 0 || asked.length > MOST_AT_ONCE)
      throw invalid(`Between 1 and ${MOST_AT_ONCE} service deployment ARNs must be given.`);
    const found = asked.map((arn) => ({ arn, one: findServiceDeployment(context, arn) }));
    return {
      serviceDeployments: found.flatMap(({ one }) =>
        one ? [describeServiceDeployment(one.service, one.deployment)] : [],
      ),
      failures: found.flatMap(({ arn, one }) => (one ? [] : [{ arn, reason: 'MISSING' }])),
    };
  };
