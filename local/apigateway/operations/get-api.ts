import type { GetApiRequest, GetApiResponse } from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const getApi =
  ({ apis }: Context): Operation<GetApiRequest, GetApiResponse> =>
  ({ ApiId = '' }) =>
    apis.get(ApiId).api;
