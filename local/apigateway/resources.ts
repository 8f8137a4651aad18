import type { Clock } from '../clock.ts';
import type { ResourceProviders } from '../cloudformation/provider.ts';
import { type HttpApis, newId } from './apis.ts';

/** Milliseconds; the most that an HTTP API waits. */
const TIMEOUT_MS = 30_000;

export function apiResources(
  apis: HttpApis,
  clock: Clock,
  endpointOf: (id: string) => string,
): ResourceProviders {
  return {
    'AWS::ApiGatewayV2::Api': {
      replaceOn: ['ProtocolType'],
      create: ({ properties: { Name, ProtocolType, CorsConfiguration }, generatedName }) => {
        if (ProtocolType !== 'HTTP') throw new Error(`the local cloud has HTTP APIs, not ${ProtocolType}`);
        if (CorsConfiguration !== undefined)
          throw new Error('CorsConfiguration of an API is not in the local cloud');
        const { id } = apis.create(String(Name ?? generatedName), clock.date());
        return { id, attributes: { ApiId: id, ApiEndpoint: endpointOf(id) } };
      },
      update: ({ resource, properties }) => {
        apis.get(resource.id).name = String(properties.Name);
        return resource;
      },
      delete: ({ resource }) => apis.delete(resource.id),
    },
    'AWS::ApiGatewayV2::Stage': {
      replaceOn: ['ApiId', 'StageName'],
      create: ({ properties: { ApiId, StageName } }) => {
        if (StageName !== '$default')
          throw new Error(`the local cloud has the stage $default only, not ${StageName}`);
        apis.get(String(ApiId)).stages.add(StageName);
        return { id: StageName, attributes: {} };
      },
      update: ({ resource }) => resource,
      delete: () => undefined,
    },
    'AWS::ApiGatewayV2::Integration': {
      replaceOn: ['ApiId'],
      create: ({ properties }) => settleIntegration(apis, newId(), properties),
      update: ({ resource, properties }) => settleIntegration(apis, resource.id, properties),
      delete: ({ resource, properties }) => {
        apis
          .list()
          .find(({ id }) => id === properties.ApiId)
          ?.integrations.delete(resource.id);
      },
    },
    'AWS::ApiGatewayV2::Route': {
      replaceOn: ['ApiId', 'RouteKey'],
      create: ({ properties }) => settleRoute(apis, newId(), properties),
      update: ({ resource, properties }) => settleRoute(apis, resource.id, properties),
      delete: ({ resource, properties }) => {
        apis
          .list()
          .find(({ id }) => id === properties.ApiId)
          ?.routes.delete(resource.id);
      },
    },
  };
}

type Given = Readonly<Record<string, unknown>>;

function settleIntegration(apis: HttpApis, id: string, given: Given) {
  const { ApiId, IntegrationType, IntegrationUri, PayloadFormatVersion, TimeoutInMillis } = given;
  if (IntegrationType !== 'AWS_PROXY' || PayloadFormatVersion !== '2.0') {
    throw new Error('the local cloud has integrations of the type AWS_PROXY with the payload format 2.0');
  }
  // Either the function's ARN, or API Gateway's own path to it.
  const functionArn =
    /functions\/(arn:[^/]+)\/invocations/.exec(String(IntegrationUri))?.[1] ?? String(IntegrationUri);
  apis
    .get(String(ApiId))
    .integrations.set(id, { id, functionArn, timeoutMs: Number(TimeoutInMillis ?? TIMEOUT_MS) });
  return { id, attributes: { IntegrationId: id } };
}

function settleRoute(
  apis: HttpApis,
  id: string,
  { ApiId, RouteKey, Target, AuthorizationType = 'NONE' }: Given,
) {
  if (AuthorizationType !== 'NONE')
    throw new Error(`the local cloud has no authorizers (${RouteKey} asks for ${AuthorizationType})`);
  apis.get(String(ApiId)).routes.set(id, { id, key: String(RouteKey), target: String(Target) });
  return { id, attributes: { RouteId: id } };
}
