import { z } from 'zod';
import type { Properties, ResourceProvider } from '../../cloudformation/provider.ts';
import { newId } from '../apis.ts';
import type { Context } from '../context.ts';

/** Functions only, in payload format 2.0: any other property would change what a function gets or a client sees. */
const Shape = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  IntegrationMethod: z.literal('POST').optional(),
  PayloadFormatVersion: z.literal('2.0'),
  // API Gateway's own bounds for HTTP APIs, in milliseconds.
  TimeoutInMillis: z.coerce.number().min(50).max(30_000).optional(),
  Description: z.string().optional(),
});

export function integrationResource({ apis }: Context): ResourceProvider {
  const put = (id: string, properties: Properties) => {
    const { ApiId, ...given } = Shape.parse(properties);
    apis.get(ApiId).integrations.set(id, {
      IntegrationId: id,
      IntegrationMethod: 'POST',
      ConnectionType: 'INTERNET',
      TimeoutInMillis: 30_000,
      ...given,
    });
    return { id, attributes: { IntegrationId: id } };
  };
  return {
    replaceOn: ['ApiId'],
    create: ({ properties }) => put(newId(7), properties),
    update: ({ resource, properties }) => put(resource.id, properties),
    delete({ resource, properties }) {
      apis.find(Shape.parse(properties).ApiId)?.integrations.delete(resource.id);
    },
  };
}
