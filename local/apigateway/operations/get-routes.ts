import type { GetRoutesRequest, GetRoutesResponse } from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

export const getRoutes =
  ({ apis }: Context): Operation<GetRoutesRequest, GetRoutesResponse> =>
  (input) =>
    page([...apis.get(input.ApiId ?? '').routes.values()], input);
