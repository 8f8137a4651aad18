import type { Clock } from '../../clock.ts';

/** User name and password for a registry. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Gives a login that is good now. */
export type LoginSource = () => Promise<Login>;

/** How long before its end a token is no longer used, in milliseconds. */
const MARGIN = 10 * 60 * 1000;

/**
 * Logs in as any user of ECR does: with a token from its API, asked for when it is first needed and again before it
 * ends.
 *
 * @param registry host and port of the gateway, which serves both ECR's API and its registry
 */
export function ecrLogin(registry: string, clock: Clock): LoginSource {
  let current: { login: Login; until: number } | undefined;
  return async () => {
    if (current && current.until > clock.now()) return current.login;
    const { ECRClient, GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
    const client = new ECRClient({
      endpoint: `http://${registry}`,
      region: 'us-east-1',
      // Any key is the account's owner.
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    try {
      const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
      const token = authorizationData?.[0]?.authorizationToken ?? '';
      const [username = '', ...password] = Buffer.from(token, 'base64').toString().split(':');
      const until = (authorizationData?.[0]?.expiresAt?.getTime() ?? 0) - MARGIN;
      current = { login: { username, password: password.join(':') }, until };
      return current.login;
    } finally {
      client.destroy();
    }
  };
}
