import type { DescribeServiceRevisionsRequest, DescribeServiceRevisionsResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { invalid } from '../services/check.ts';
import { allServices } from '../services/find.ts';
import { describeRevision } from '../services/service-revision.ts';

/** API reference, DescribeServiceRevisions. */
const MOST_AT_ONCE = 20;

export const describeServiceRevisions =
  (context: Context): Operation<DescribeServiceRevisionsRequest, DescribeServiceRevisionsResponse> =>
  (input) => {
    const asked = input.serviceRevisionArns ?? [];
    if (asked.length === 0 || asked.length > MOST_AT_ONCE)
      throw invalid(`Between 1 and ${MOST_AT_ONCE} service revision ARNs must be given.`);
    const all = allServices(context).flatMap(({ service }) =>
      service.revisions.map((revision) => ({ service, revision })),
    );
    const found = asked.map((arn) => ({ arn, one: all.find(({ revision }) => revision.arn === arn) }));
    return {
      serviceRevisions: found.flatMap(({ one }) =>
        one ? [describeRevision(one.service, one.revision)] : [],
      ),
      failures: found.flatMap(({ arn, one }) => (one ? [] : [{ arn, reason: 'MISSING' }])),
    };
  };
