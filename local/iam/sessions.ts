import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AwsError, type Caller } from '../gateway/service.ts';
import type { Account, Identities, RoleCredentials } from '../parts.ts';
import type { ManagedPolicies } from './managed-policies.ts';
import type { Context } from './policy/conditions.ts';
import type { PolicyDocument } from './policy/document.ts';
import type { Roles } from './roles.ts';
import { type Actor, trusts } from './trust.ts';

/** How long the credentials of a service's role last: as Lambda's and CodeBuild's, longer than one piece of work. */
const SERVICE_SESSION_SECONDS = 12 * 3600;

export interface SessionOptions {
  readonly seconds?: number;
  /** Beside what is known of every caller, for the conditions of the trust policy: `sts:ExternalId`. */
  readonly context?: Context;
}

/**
 * Who acts under which role. There are no users: any key that is no session's is the owner's.
 * A session does not end by itself while the cloud runs: nobody here would renew the credentials that a process got.
 */
export class Sessions implements Identities {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #roles: Roles;
  readonly #managed: ManagedPolicies;
  readonly #byKey = new Map<string, Caller>();

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
    const role = this.#roles.byArn(roleArn);
    const { id: accountId } = this.#account;
    const known = { 'aws:SourceAccount': accountId, 'aws:PrincipalAccount': accountId, ...context };
    if (!role || !trusts(role.trust, principal, known)) {
      const who = 'service' in principal ? principal.service : principal.caller.arn;
      throw new AwsError(
        'AccessDenied',
        `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
        { status: 403 },
      );
    }
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const arn = `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`;
    this.#byKey.set(accessKeyId, { arn, accountId, roleArn });
    return {
      accessKeyId,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(96).toString('base64'),
      expiration: new Date(this.#clock.now() + seconds * 1000),
    };
  }

  callerOf(accessKeyId: string | undefined): Caller {
    const { id: accountId } = this.#account;
    const session = accessKeyId === undefined ? undefined : this.#byKey.get(accessKeyId);
    return session ?? { arn: `arn:aws:iam::${accountId}:root`, accountId };
  }

  /** AWS's unique id of a caller, as GetCallerIdentity has it: `AROA…:SESSION` for a session of a role. */
  userIdOf({ arn, accountId, roleArn }: Caller): string {
    const role = roleArn === undefined ? undefined : this.#roles.byArn(roleArn);
    return role ? `${role.id}:${arn.split('/').at(-1)}` : accountId;
  }

  /** What judges a caller's calls: the policies of its role, as they are now; undefined for the owner, who may do all. */
  policiesOf({ roleArn }: Caller): readonly PolicyDocument[] | undefined {
    if (roleArn === undefined) return undefined;
    const role = this.#roles.byArn(roleArn);
    if (!role) return [];
    const managed = [...role.attached].flatMap((arn) => this.#managed.find(arn)?.document ?? []);
    return [...role.policies.values(), ...managed];
  }
}
