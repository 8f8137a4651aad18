import type { GetAuthorizationTokenRequest, GetAuthorizationTokenResponse } from '@aws-sdk/client-ecr';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** The user name that every token goes with (API reference, AuthorizationData). */
const USER = 'AWS';

export const getAuthorizationToken =
  ({ account, tokens }: Context): Operation<GetAuthorizationTokenRequest, GetAuthorizationTokenResponse> =>
  ({ registryIds }, { caller }) => {
    const other = registryIds?.find((id) => id !== account.id);
    if (other !== undefined)
      throw new AwsError(
        'InvalidParameterException',
        `the local cloud has no registry of the account ${other}`,
      );
    const { password, expiresAt } = tokens.issue(caller);
    const authorizationToken = Buffer.from(`${USER}:${password}`).toString('base64');
    return { authorizationData: [{ authorizationToken, expiresAt, proxyEndpoint: account.endpoint }] };
  };
