import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GetApiRequest, GetRoutesRequest } from '@aws-sdk/client-apigatewayv2';
import type { Clock } from '../clock.ts';
import type { Account, Functions, Part } from '../parts.ts';
import { type HttpApi, HttpApis } from './apis.ts';
import { proxy } from './proxy.ts';
import { apiResources } from './resources.ts';

/** API Gateway's HTTP APIs: routes to Lambda functions at `http://ID.execute-api.REGION.localhost:PORT`. */
export function createApiGateway({
  account,
  clock,
  functions,
}: {
  account: Account;
  clock: Clock;
  functions: Functions;
}): Part & {
  handle(request: IncomingMessage, response: ServerResponse, apiId: string): void;
} {
  const apis = new HttpApis();
  const { host } = new URL(account.endpoint);
  const port = host.split(':')[1] ?? '80';
  const endpointOf = (id: string) => `http://${id}.execute-api.${account.region}.localhost:${port}`;
  const described = ({ id, name, created }: HttpApi) => ({
    ApiId: id,
    Name: name,
    CreatedDate: created,
    ApiEndpoint: endpointOf(id),
    ProtocolType: 'HTTP',
    RouteSelectionExpression: '$request.method $request.path',
  });
  return {
    resources: apiResources(apis, clock, endpointOf),
    service: {
      client: 'apigatewayv2',
      operations: {
        GetApis: () => ({ Items: apis.list().map(described) }),
        GetApi: ({ ApiId = '' }: GetApiRequest) => described(apis.get(ApiId)),
        GetRoutes: ({ ApiId = '' }: GetRoutesRequest) => ({
          Items: [...apis.get(ApiId).routes.values()].map(({ id, key, target }) => ({
            RouteId: id,
            RouteKey: key,
            Target: target,
          })),
        }),
      },
    },
    handle(request, response, apiId) {
      const api = apis.list().find(({ id }) => id === apiId);
      proxy({ account, functions, api }, request, response).catch(() => response.destroy());
    },
  };
}
