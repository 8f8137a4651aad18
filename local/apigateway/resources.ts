import type { ResourceProviders } from '../cloudformation/provider.ts';
import type { Context } from './context.ts';
import { apiResource } from './resources/api.ts';
import { integrationResource } from './resources/integration.ts';
import { routeResource } from './resources/route.ts';
import { stageResource } from './resources/stage.ts';

export const apiGatewayResources = (context: Context): ResourceProviders => ({
  'AWS::ApiGatewayV2::Api': apiResource(context),
  'AWS::ApiGatewayV2::Integration': integrationResource(context),
  'AWS::ApiGatewayV2::Route': routeResource(context),
  'AWS::ApiGatewayV2::Stage': stageResource(context),
});
