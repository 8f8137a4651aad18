import { z } from 'zod';
import type { Properties, ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { TokenBucket } from '../http/token-bucket.ts';

/** Without AutoDeploy a stage shows what was deployed to it: the local cloud has no deployments of APIs. */
const Shape = z.strictObject({
  ApiId: z.string(),
  StageName: z.literal('$default'),
  AutoDeploy: z.coerce.boolean().pipe(z.literal(true)),
  Description: z.string().optional(),
  StageVariables: z.record(z.string(), z.coerce.string()).optional(),
  // Recorded: no access log is written.
  AccessLogSettings: z
    .strictObject({ DestinationArn: z.string().optional(), Format: z.string().optional() })
    .optional(),
  DefaultRouteSettings: z
    .strictObject({
      DetailedMetricsEnabled: z.coerce.boolean().optional(),
      ThrottlingBurstLimit: z.coerce.number().optional(),
      ThrottlingRateLimit: z.coerce.number().optional(),
    })
    .optional(),
  Tags: z.record(z.string(), z.coerce.string()).optional(),
});

export function stageResource({ apis, clock }: Context): ResourceProvider {
  const put = (properties: Properties, created: Date) => {
    const { ApiId, ...given } = Shape.parse(properties);
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = given.DefaultRouteSettings ?? {};
    apis.get(ApiId).stages.set(given.StageName, {
      stage: { ...given, CreatedDate: created, LastUpdatedDate: clock.date() },
      bucket:
        rate === undefined && burst === undefined
          ? undefined
          : new TokenBucket(rate ?? burst ?? 0, burst ?? rate ?? 0, clock.now()),
    });
    return { id: given.StageName, attributes: {} };
  };
  return {
    replaceOn: ['ApiId', 'StageName'],
    create: ({ properties }) => put(properties, clock.date()),
    update({ resource, properties }) {
      const { ApiId } = Shape.parse(properties);
      return put(properties, apis.get(ApiId).stages.get(resource.id)?.stage.CreatedDate ?? clock.date());
    },
    delete({ resource, properties }) {
      apis.find(Shape.parse(properties).ApiId)?.stages.delete(resource.id);
    },
  };
}
