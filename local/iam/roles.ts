import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AwsError, type Caller } from '../gateway/service.ts';
import type { Account, Identities, RoleCredentials } from '../parts.ts';

/** A policy document as templates and the API give it. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: unknown;
}

export interface Role {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly description?: string;
  readonly created: Date;
  trust: PolicyDocument;
  /** Inline policies by name. */
  readonly policies: Map<string, PolicyDocument>;
  /** ARNs of managed policies. */
  readonly attached: Set<string>;
}

interface Session {
  readonly caller: Caller;
  readonly expiration: Date;
}

/** How long the credentials of a role last: as long as Lambda's and CodeBuild's do. */
const SESSION_MS = 12 * 3_600_000;

/** The account's roles, and the sessions that act under them. There are no users: any other key is the owner's. */
export class Roles implements Identities {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #roles = new Map<string, Role>();
  readonly #sessions = new Map<string, Session>();

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  list(): Role[] {
    return [...this.#roles.values()];
  }

  /** @throws AwsError NoSuchEntityException */
  get(name: string): Role {
    const role = this.#roles.get(name);
    if (!role)
      throw new AwsError('NoSuchEntityException', `The role with name ${name} cannot be found.`, {
        status: 404,
      });
    return role;
  }

  byArn(arn: string): Role | undefined {
    return this.list().find((role) => role.arn === arn);
  }

  /** @throws AwsError EntityAlreadyExistsException */
  create(given: { name: string; path?: string; description?: string; trust: PolicyDocument }): Role {
    const { name, path = '/', description, trust } = given;
    if (this.#roles.has(name)) {
      throw new AwsError('EntityAlreadyExistsException', `Role with name ${name} already exists.`, {
        status: 409,
      });
    }
    const role: Role = {
      name,
      path,
      id: `AROA${randomBytes(8).toString('hex').toUpperCase()}`,
      arn: `arn:aws:iam::${this.#account.id}:role${path}${name}`,
      created: this.#clock.date(),
      trust,
      policies: new Map(),
      attached: new Set(),
      ...(description === undefined ? {} : { description }),
    };
    this.#roles.set(name, role);
    return role;
  }

  delete(name: string): void {
    this.get(name);
    this.#roles.delete(name);
  }

  assume(
    roleArn: string,
    sessionName: string,
    principal: { service: string } | { caller: Caller },
  ): RoleCredentials {
    const role = this.byArn(roleArn);
    if (!role || !trusts(role.trust, principal)) {
      const who = 'service' in principal ? principal.service : principal.caller.arn;
      throw new AwsError(
        'AccessDenied',
        `${who} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
        {
          status: 403,
        },
      );
    }
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const expiration = new Date(this.#clock.now() + SESSION_MS);
    const { id: accountId } = this.#account;
    const arn = `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`;
    this.#sessions.set(accessKeyId, { caller: { arn, accountId, roleArn }, expiration });
    return {
      accessKeyId,
      secretAccessKey: randomBytes(20).toString('base64'),
      sessionToken: randomBytes(64).toString('base64'),
      expiration,
    };
  }

  callerOf(accessKeyId: string | undefined): Caller {
    const session = accessKeyId === undefined ? undefined : this.#sessions.get(accessKeyId);
    if (session) return session.caller;
    return { arn: `arn:aws:iam::${this.#account.id}:root`, accountId: this.#account.id };
  }
}

/** Whether a trust policy lets the principal take the role. */
function trusts(document: PolicyDocument, principal: { service: string } | { caller: Caller }): boolean {
  return statementsOf(document).some(({ Effect, Principal }) => {
    if (Effect !== 'Allow') return false;
    if (Principal === '*') return true;
    if (typeof Principal !== 'object' || Principal === null) return false;
    const { Service, AWS } = Principal as { Service?: string | string[]; AWS?: string | string[] };
    if ('service' in principal) return [Service].flat().includes(principal.service);
    const { arn, accountId } = principal.caller;
    return [AWS]
      .flat()
      .some(
        (one) => one === '*' || one === arn || one === accountId || one === `arn:aws:iam::${accountId}:root`,
      );
  });
}

export interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export function statementsOf({ Statement: given }: PolicyDocument): Statement[] {
  // A policy document is free JSON: each member is looked at before it is used.
  return (Array.isArray(given) ? given : [given]).filter(
    (one) => typeof one === 'object' && one !== null,
  ) as Statement[];
}
