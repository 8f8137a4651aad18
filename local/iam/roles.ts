import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';
import type { PolicyDocument } from './policy/document.ts';
import { holdInline, holdTrust } from './quotas.ts';

/** How long a session of a role lasts at most where the role does not say: an hour (API reference, CreateRole). */
export const DEFAULT_SESSION_SECONDS = 3600;

export interface Role {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly created: Date;
  description: string | undefined;
  maxSessionSeconds: number;
  trust: PolicyDocument;
  /** Inline policies by name. */
  readonly policies: Map<string, PolicyDocument>;
  /** ARNs of managed policies. */
  readonly attached: Set<string>;
  tags: ReadonlyMap<string, string>;
}

export interface RoleSettings {
  readonly name: string;
  readonly path?: string | undefined;
  readonly description?: string | undefined;
  readonly maxSessionSeconds?: number | undefined;
  readonly trust: PolicyDocument;
  /** Inline policies by name. */
  readonly policies?: ReadonlyMap<string, PolicyDocument>;
  readonly tags?: ReadonlyMap<string, string>;
}

/** The account's roles. */
export class Roles {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #byName = new Map<string, Role>();

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  list(): Role[] {
    return [...this.#byName.values()];
  }

  find(name: string): Role | undefined {
    return this.#byName.get(name);
  }

  byArn(arn: string): Role | undefined {
    return this.list().find((role) => role.arn === arn);
  }

  /** @throws AwsError NoSuchEntityException */
  get(name: string): Role {
    const role = this.#byName.get(name);
    if (role) return role;
    throw new AwsError('NoSuchEntityException', `The role with name ${name} cannot be found.`);
  }

  /** @throws AwsError EntityAlreadyExistsException, LimitExceededException */
  create({ name, path = '/', description, maxSessionSeconds, trust, policies, tags }: RoleSettings): Role {
    if (this.#byName.has(name))
      throw new AwsError('EntityAlreadyExistsException', `Role with name ${name} already exists.`);
    holdTrust(trust);
    holdInline(name, [...(policies?.values() ?? [])]);
    const role: Role = {
      name,
      path,
      id: `AROA${randomBytes(9).toString('hex').toUpperCase().slice(0, 17)}`,
      arn: `arn:aws:iam::${this.#account.id}:role${path}${name}`,
      created: this.#clock.date(),
      description,
      maxSessionSeconds: maxSessionSeconds ?? DEFAULT_SESSION_SECONDS,
      trust,
      policies: new Map(policies),
      attached: new Set(),
      tags: tags ?? new Map(),
    };
    this.#byName.set(name, role);
    return role;
  }

  /**
   * Puts inline policies into each of the roles, or into none where one of them is not there or would have too much.
   * @throws AwsError NoSuchEntityException, LimitExceededException
   */
  putInline(names: readonly string[], policies: ReadonlyMap<string, PolicyDocument>): void {
    const roles = names.map((name) => this.get(name));
    for (const role of roles) holdInline(role.name, [...new Map([...role.policies, ...policies]).values()]);
    for (const role of roles) for (const [name, document] of policies) role.policies.set(name, document);
  }

  delete(name: string): void {
    this.get(name);
    this.#byName.delete(name);
  }
}
