import type { GetApisRequest, GetApisResponse } from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

export const getApis =
  ({ apis }: Context): Operation<GetApisRequest, GetApisResponse> =>
  (input) =>
    page(
      apis.list().map(({ api }) => api),
      input,
    );
