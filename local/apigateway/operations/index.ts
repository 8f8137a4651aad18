import type { Service } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { getApi } from './get-api.ts';
import { getApis } from './get-apis.ts';
import { getIntegrations } from './get-integrations.ts';
import { getRoutes } from './get-routes.ts';
import { getStages } from './get-stages.ts';

export const operationsOf = (context: Context): Service['operations'] => ({
  GetApi: getApi(context),
  GetApis: getApis(context),
  GetIntegrations: getIntegrations(context),
  GetRoutes: getRoutes(context),
  GetStages: getStages(context),
});
