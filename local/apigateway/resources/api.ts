import { z } from 'zod';
import type { Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import type { HttpApi } from '../apis.ts';
import type { Context } from '../context.ts';

/** CorsConfiguration, Body and the rest are refused: they would change what is answered. */
const Shape = z.strictObject({
  Name: z.string(),
  ProtocolType: z.literal('HTTP'),
  Description: z.string().optional(),
  Version: z.string().optional(),
  Tags: z.record(z.string(), z.coerce.string()).optional(),
});

export function apiResource({ apis }: Context): ResourceProvider {
  const asResource = ({ id, api }: HttpApi): Resource => ({
    id,
    attributes: { ApiId: id, ApiEndpoint: api.ApiEndpoint },
  });
  return {
    replaceOn: ['ProtocolType'],
    create({ properties }) {
      const { ProtocolType: _, ...given } = Shape.parse(properties);
      return asResource(apis.create(given));
    },
    update({ resource, properties }) {
      const { ProtocolType: _, ...given } = Shape.parse(properties);
      const api = apis.get(resource.id);
      const { Description: _old, Version: _was, Tags: _before, ...kept } = api.api;
      api.api = { ...kept, ...given };
      return asResource(api);
    },
    delete({ resource }) {
      apis.delete(resource.id);
    },
  };
}
