import type { GetStagesRequest, GetStagesResponse } from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

export const getStages =
  ({ apis }: Context): Operation<GetStagesRequest, GetStagesResponse> =>
  (input) =>
    page(
      [...apis.get(input.ApiId ?? '').stages.values()].map(({ stage }) => stage),
      input,
    );
