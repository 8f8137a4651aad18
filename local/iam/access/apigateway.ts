import type { AccessRules, Resources } from './rules.ts';

/** An API, or a list of what it has. Its ARNs have no account. */
const ofApi =
  (...rest: readonly string[]): Resources =>
  ({ ApiId }: { readonly ApiId: string }, { account }) => [
    `arn:aws:apigateway:${account.region}::/${['apis', ApiId, ...rest].join('/')}`,
  ];

/**
 * Actions are HTTP's methods, and resources are the paths that are asked.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagementv2.html
 */
export const apigatewayAccess: AccessRules = {
  prefix: 'apigateway',
  actions: { GetApi: 'GET', GetApis: 'GET', GetIntegrations: 'GET', GetRoutes: 'GET', GetStages: 'GET' },
  resources: {
    GetApi: ofApi(),
    GetApis: (_, { account }) => [`arn:aws:apigateway:${account.region}::/apis`],
    GetIntegrations: ofApi('integrations'),
    GetRoutes: ofApi('routes'),
    GetStages: ofApi('stages'),
  },
};
