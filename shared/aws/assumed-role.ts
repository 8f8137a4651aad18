import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { Rejected } from '../deployment/errors.ts';
import { errorName, explain } from './errors.ts';

/** A role of another account, or a narrower one of the own, under which a target is rolled. */
export interface RoleToTake {
  readonly arn: string;
  /** What the role's trust asks for, so that nobody else can make Slipway take it. */
  readonly externalId?: string;
  /** Shown in the other account's CloudTrail beside each call: 2 to 64 of `[\w+=,.@-]`. */
  readonly session: string;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** The SDK asks for new credentials five minutes before the old ones end: by then these are no longer given. */
const RENEWED_BEFORE_MS = 6 * 60_000;

/**
 * Gives credentials of the role, and new ones before they end. One role that takes another has it for an hour at most.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 * @param now gives milliseconds since 1970
 * @returns a provider as SDK clients take it; it throws `Rejected` where the role may not be taken
 */
export function assumedRole(sts: STSClient, role: RoleToTake, now: () => number): () => Promise<Credentials> {
  let held: Promise<Credentials> | undefined;
  return async () => {
    const known = held;
    const last = await known?.catch(() => undefined);
    if (last !== undefined && last.expiration.getTime() - now() > RENEWED_BEFORE_MS) return last;
    // Of several that come at once the first takes it, for all of them.
    if (held === known) held = take(sts, role);
    return held ?? take(sts, role);
  };
}

async function take(sts: STSClient, { arn, externalId, session }: RoleToTake): Promise<Credentials> {
  try {
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: arn,
        RoleSessionName: session,
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
      }),
    );
    if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken || !given.Expiration)
      throw new Error('STS gave no credentials');
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
      expiration: given.Expiration,
    };
  } catch (error) {
    if (errorName(error) !== 'AccessDenied') throw explain(error, `taking the role ${arn}`);
    const asked =
      externalId === undefined
        ? 'without an external id (target.ecs.externalId)'
        : 'with the external id of slipway.yml';
    throw new Rejected(
      `the role ${arn} cannot be taken: it is not there, or its trust does not allow Slipway to take it ${asked}`,
      { cause: error },
    );
  }
}
