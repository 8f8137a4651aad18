import { z } from 'zod';
import type { Properties, ResourceProvider } from '../../cloudformation/provider.ts';
import { newId } from '../apis.ts';
import type { Context } from '../context.ts';

const METHODS = 'ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT';

/** Authorizers and request models are refused: a route without them is open. */
const Shape = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string().regex(new RegExp(`^(\\$default|(${METHODS}) /.*)$`), 'is $default or METHOD /path'),
  Target: z.string().regex(/^integrations\/.+$/, 'is integrations/ID'),
  AuthorizationType: z.literal('NONE').optional(),
  OperationName: z.string().optional(),
});

export function routeResource({ apis }: Context): ResourceProvider {
  const put = (id: string, properties: Properties) => {
    const { ApiId, ...given } = Shape.parse(properties);
    const { routes, integrations } = apis.get(ApiId);
    const twin = [...routes.values()].find(
      ({ RouteId, RouteKey }) => RouteKey === given.RouteKey && RouteId !== id,
    );
    if (twin) throw new Error(`Route with key ${given.RouteKey} already exists for this API`);
    if (!integrations.has(given.Target.replace('integrations/', '')))
      throw new Error(`Unable to find Integration ${given.Target}`);
    routes.set(id, { RouteId: id, AuthorizationType: 'NONE', ApiKeyRequired: false, ...given });
    return { id, attributes: { RouteId: id } };
  };
  return {
    replaceOn: ['ApiId'],
    create: ({ properties }) => put(newId(7), properties),
    update: ({ resource, properties }) => put(resource.id, properties),
    delete({ resource, properties }) {
      apis.find(Shape.parse(properties).ApiId)?.routes.delete(resource.id);
    },
  };
}
