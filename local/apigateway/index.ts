import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Part } from '../parts.ts';
import { HttpApis } from './apis.ts';
import type { ApiGatewayDeps, Context } from './context.ts';
import { serve } from './http/serve.ts';
import { operationsOf } from './operations/index.ts';
import { apiGatewayResources } from './resources.ts';

/** API Gateway: HTTP APIs whose routes invoke functions. They are made by CloudFormation; the API reads them. */
export function createApiGateway(deps: ApiGatewayDeps): Part & {
  /** Serves a request that came for `ID.execute-api.REGION.localhost`. */
  handle(request: IncomingMessage, response: ServerResponse, apiId: string): void;
} {
  const context: Context = { ...deps, apis: new HttpApis(deps.account, deps.clock) };
  return {
    service: { client: 'apigatewayv2', operations: operationsOf(context) },
    resources: apiGatewayResources(context),
    handle: (request, response, apiId) => serve(context, request, response, apiId),
  };
}
