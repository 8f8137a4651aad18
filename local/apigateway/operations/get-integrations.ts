import type { GetIntegrationsRequest, GetIntegrationsResponse } from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

export const getIntegrations =
  ({ apis }: Context): Operation<GetIntegrationsRequest, GetIntegrationsResponse> =>
  (input) =>
    page([...apis.get(input.ApiId ?? '').integrations.values()], input);
