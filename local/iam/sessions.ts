import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AwsError, type Caller } from '../gateway/service.ts';
import type { Account, ActingService, Identities, RoleCredentials } from '../parts.ts';
import type { ManagedPolicies } from './managed-policies.ts';
import type { Context } from './policy/context.ts';
import type { PolicyDocument } from './policy/document.ts';
import type { Actor } from './policy/principal.ts';
import { DEFAULT_SESSION_SECONDS, type Roles } from './roles.ts';
import { trusts } from './trust.ts';

/** How long the credentials of a service's role last: as Lambda's and CodeBuild's, longer than one piece of work. */
const SERVICE_SESSION_SECONDS = 12 * 3600;

/** How long a session that is over is still known, to say so: an hour. After that its key is one that never was. */
const EXPIRED_KNOWN_MS = 3_600_000;

/** Of a session that takes another role: an hour, whatever the role says (IAM user guide, role chaining). */
const MAX_CHAINED_SECONDS = 3600;

export interface SessionOptions {
  readonly seconds?: number;
  /** Beside what is known of every caller, for the conditions of the trust policy: `sts:ExternalId`. */
  readonly context?: Context;
}

interface Session {
  readonly caller: Caller;
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
  /**
   * How far the clock was moved when a service took the role for a program that it runs. Such credentials are not over
   * by a move: on AWS that program would have been given others by then, but here it lives in real time.
   */
  readonly movedBefore?: number;
}

/** Who acts under which role. There are no users: any key that is no session's is the owner's. */
export class Sessions implements Identities {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #roles: Roles;
  readonly #managed: ManagedPolicies;
  readonly #byKey = new Map<string, Session>();

  constructor(deps: { account: Account; clock: Clock; roles: Roles; managed: ManagedPolicies }) {
    this.#account = deps.account;
    this.#clock = deps.clock;
    this.#roles = deps.roles;
    this.#managed = deps.managed;
  }

  assume(
    roleArn: string,
    sessionName: string,
    principal: Actor,
    { seconds = SERVICE_SESSION_SECONDS, context = {} }: SessionOptions = {},
  ): RoleCredentials {
    const caller = this.#take(roleArn, sessionName, principal, context);
    if ('caller' in principal) this.#checkLength(roleArn, principal.caller, seconds);
    this.#forgetOld();
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const token = randomBytes(96).toString('base64');
    const expires = this.#clock.now() + seconds * 1000;
    const movedBefore = 'service' in principal ? { movedBefore: this.#clock.moved } : {};
    this.#byKey.set(accessKeyId, { caller, token, expires, ...movedBefore });
    return {
      accessKeyId,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: token,
      expiration: new Date(expires),
    };
  }

  actor(roleArn: string, sessionName: string, by: ActingService): Caller {
    return this.#take(roleArn, sessionName, by, {});
  }

  end(sessionName: string): void {
    for (const [key, { caller }] of this.#byKey)
      if (caller.arn.endsWith(`/${sessionName}`)) this.#byKey.delete(key);
  }

  callerOf(accessKeyId: string | undefined): Caller {
    const { id: accountId } = this.#account;
    const session = accessKeyId === undefined ? undefined : this.#byKey.get(accessKeyId);
    return session?.caller ?? { arn: `arn:aws:iam::${accountId}:root`, accountId };
  }

  /** @see https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
  check(accessKeyId: string | undefined, sessionToken: string | undefined): void {
    // Keys of temporary credentials begin so (IAM identifiers); all others are the owner's.
    if (!accessKeyId?.startsWith('ASIA')) return;
    const session = this.#byKey.get(accessKeyId);
    if (!session || session.token !== sessionToken)
      throw new AwsError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      );
    if (this.#end(session) <= this.#clock.now())
      throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired');
  }

  /** AWS's unique id of a caller, as GetCallerIdentity has it: `AROA…:SESSION` for a session of a role. */
  userIdOf({ arn, accountId, roleArn }: Caller): string {
    const role = roleArn === undefined ? undefined : this.#roles.byArn(roleArn);
    return role ? `${role.id}:${arn.split('/').at(-1)}` : accountId;
  }

  /** The tags of the caller's role. */
  tagsOf({ roleArn }: Caller): ReadonlyMap<string, string> {
    return (roleArn === undefined ? undefined : this.#roles.byArn(roleArn)?.tags) ?? new Map();
  }

  /** What judges a caller's calls: the policies of its role, as they are now; undefined for the owner, who may do all. */
  policiesOf({ roleArn }: Caller): readonly PolicyDocument[] | undefined {
    if (roleArn === undefined) return undefined;
    const role = this.#roles.byArn(roleArn);
    if (!role) return [];
    const managed = [...role.attached].flatMap((arn) => this.#managed.find(arn)?.document ?? []);
    return [...role.policies.values(), ...managed];
  }

  #take(roleArn: string, sessionName: string, principal: Actor, context: Context): Caller {
    const role = this.#roles.byArn(roleArn);
    const { id: accountId } = this.#account;
    const known = {
      'aws:PrincipalAccount': accountId,
      'sts:RoleSessionName': sessionName,
      ...('caller' in principal
        ? { 'aws:PrincipalArn': principal.caller.roleArn ?? principal.caller.arn }
        : sourceOf(principal, accountId)),
      ...context,
    };
    if (!role || !trusts(role.trust, principal, known)) {
      const who = 'service' in principal ? principal.service : principal.caller.arn;
      throw new AwsError(
        'AccessDenied',
        `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
        { status: 403 },
      );
    }
    const arn = `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`;
    return { arn, accountId, roleArn };
  }

  /** Services take roles for as long as they need. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
  #checkLength(roleArn: string, caller: Caller, seconds: number): void {
    if (caller.roleArn !== undefined && seconds > MAX_CHAINED_SECONDS)
      throw new AwsError(
        'ValidationError',
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      );
    if (seconds > (this.#roles.byArn(roleArn)?.maxSessionSeconds ?? DEFAULT_SESSION_SECONDS))
      throw new AwsError(
        'ValidationError',
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      );
  }

  #end({ expires, movedBefore }: Session): number {
    return movedBefore === undefined ? expires : expires + this.#clock.moved - movedBefore;
  }

  #forgetOld(): void {
    const oldest = this.#clock.now() - EXPIRED_KNOWN_MS;
    // The oldest were put first, but not all last as long.
    for (const [key, session] of this.#byKey) if (this.#end(session) < oldest) this.#byKey.delete(key);
  }
}

/** Only a service comes for something else. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn */
const sourceOf = ({ sourceArn }: ActingService, accountId: string): Context => ({
  'aws:SourceAccount': accountId,
  ...(sourceArn === undefined ? {} : { 'aws:SourceArn': sourceArn }),
});
