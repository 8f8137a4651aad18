import { randomBytes } from 'node:crypto';
import type * as iam from '@aws-sdk/client-iam';
import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';
import { describeRole } from './describe.ts';
import type { Roles } from './roles.ts';

/** What an instance has its role by: at most one ("Use instance profiles"). */
export interface InstanceProfile {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly created: Date;
  role: string | undefined;
}

/** The account's instance profiles. */
export class InstanceProfiles {
  readonly #deps: { account: Account; clock: Clock; roles: Roles };
  readonly #byName = new Map<string, InstanceProfile>();

  constructor(deps: { account: Account; clock: Clock; roles: Roles }) {
    this.#deps = deps;
  }

  list(): InstanceProfile[] {
    return [...this.#byName.values()];
  }

  /** By name or ARN. */
  find(nameOrArn: string): InstanceProfile | undefined {
    return this.#byName.get(nameOrArn) ?? this.list().find(({ arn }) => arn === nameOrArn);
  }

  /** @throws AwsError NoSuchEntityException */
  get(name: string): InstanceProfile {
    const profile = this.#byName.get(name);
    if (profile) return profile;
    throw new AwsError('NoSuchEntityException', `Instance Profile ${name} cannot be found.`);
  }

  /** @throws AwsError EntityAlreadyExistsException */
  create(name: string, path = '/'): InstanceProfile {
    if (this.#byName.has(name))
      throw new AwsError('EntityAlreadyExistsException', `Instance Profile ${name} already exists.`);
    const profile: InstanceProfile = {
      name,
      path,
      id: `AIPA${randomBytes(9).toString('hex').toUpperCase().slice(0, 17)}`,
      arn: `arn:aws:iam::${this.#deps.account.id}:instance-profile${path}${name}`,
      created: this.#deps.clock.date(),
      role: undefined,
    };
    this.#byName.set(name, profile);
    return profile;
  }

  /** @throws AwsError NoSuchEntityException, LimitExceededException */
  addRole(name: string, role: string): void {
    const profile = this.get(name);
    this.#deps.roles.get(role);
    if (profile.role !== undefined)
      throw new AwsError(
        'LimitExceededException',
        'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
      );
    profile.role = role;
  }

  /** @throws AwsError NoSuchEntityException */
  removeRole(name: string, role: string): void {
    const profile = this.get(name);
    if (profile.role !== role)
      throw new AwsError('NoSuchEntityException', `The role with name ${role} cannot be found.`);
    profile.role = undefined;
  }

  delete(name: string): void {
    this.#byName.delete(name);
  }

  /** As GetInstanceProfile has it. */
  describe({ name, id, arn, path, created, role }: InstanceProfile): iam.InstanceProfile {
    const known = role === undefined ? undefined : this.#deps.roles.find(role);
    return {
      InstanceProfileName: name,
      InstanceProfileId: id,
      Arn: arn,
      Path: path,
      CreateDate: created,
      Roles: known ? [{ ...describeRole(known), Tags: undefined }] : [],
    };
  }
}
