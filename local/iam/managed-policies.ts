import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';
import { AWS_POLICIES } from './aws-policies.ts';
import type { PolicyDocument } from './policy/document.ts';
import { holdManaged } from './quotas.ts';

export interface ManagedPolicy {
  readonly name: string;
  readonly arn: string;
  document: PolicyDocument;
}

/** Policies that roles are attached to by ARN: the account's own, and those of AWS that are known here. */
export class ManagedPolicies {
  readonly #account: Account;
  readonly #byArn = new Map<string, ManagedPolicy>();

  constructor(account: Account) {
    this.#account = account;
    for (const [path, document] of Object.entries(AWS_POLICIES)) {
      const arn = `arn:aws:iam::aws:policy/${path}`;
      this.#byArn.set(arn, { name: path.split('/').at(-1) ?? path, arn, document });
    }
  }

  find(arn: string): ManagedPolicy | undefined {
    return this.#byArn.get(arn);
  }

  /** @throws AwsError NoSuchEntityException */
  get(arn: string): ManagedPolicy {
    const policy = this.#byArn.get(arn);
    if (policy) return policy;
    const why = arn.startsWith('arn:aws:iam::aws:')
      ? `the local cloud does not know what AWS's policy ${arn} allows; give the role an inline policy, or add it to local/iam/aws-policies.ts`
      : `Policy ${arn} does not exist or is not attachable.`;
    throw new AwsError('NoSuchEntityException', why);
  }

  /** @throws AwsError EntityAlreadyExistsException, LimitExceededException */
  create(name: string, path: string, document: PolicyDocument): ManagedPolicy {
    const arn = `arn:aws:iam::${this.#account.id}:policy${path}${name}`;
    if (this.#byArn.has(arn))
      throw new AwsError('EntityAlreadyExistsException', `A policy called ${name} already exists.`);
    holdManaged(document);
    const policy = { name, arn, document };
    this.#byArn.set(arn, policy);
    return policy;
  }

  /** For all roles that have it. @throws AwsError NoSuchEntityException, LimitExceededException */
  change(arn: string, document: PolicyDocument): void {
    const policy = this.get(arn);
    holdManaged(document);
    policy.document = document;
  }

  delete(arn: string): void {
    this.#byArn.delete(arn);
  }
}
