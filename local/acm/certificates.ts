import { randomUUID, type X509Certificate } from 'node:crypto';
import type { CertificateStore, ServerCertificate } from '../balancing.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';
import type { Pem } from './certificate.ts';

export interface ImportedCertificate extends ServerCertificate {
  readonly arn: string;
  readonly pem: Pem;
  readonly parsed: X509Certificate;
  readonly importedAt: Date;
  readonly createdAt: Date;
  readonly tags: Map<string, string | undefined>;
}

/** All certificates, by ARN, and who uses them. */
export class Certificates implements CertificateStore {
  readonly #account: Account;
  readonly #byArn = new Map<string, ImportedCertificate>();
  /** How often each resource uses each certificate. */
  readonly #uses = new Map<string, Map<string, number>>();

  constructor(account: Account) {
    this.#account = account;
  }

  get all(): readonly ImportedCertificate[] {
    return [...this.#byArn.values()];
  }

  find(arn: string): ImportedCertificate | undefined {
    return this.#byArn.get(arn);
  }

  /** @throws AwsError ResourceNotFoundException */
  get(arn: string): ImportedCertificate {
    const found = this.find(arn);
    if (!found)
      throw new AwsError(
        'ResourceNotFoundException',
        `Could not find certificate ${arn} in account ${this.#account.id}.`,
      );
    return found;
  }

  /** Puts a new one under a new ARN, or another one in the place of the one before. */
  put(pem: Pem, parsed: X509Certificate, { at, before }: { at: Date; before?: ImportedCertificate }): string {
    const { id, region } = this.#account;
    const arn = before?.arn ?? `arn:aws:acm:${region}:${id}:certificate/${randomUUID()}`;
    this.#byArn.set(arn, {
      arn,
      pem,
      parsed,
      importedAt: at,
      createdAt: before?.createdAt ?? at,
      tags: before?.tags ?? new Map(),
      chain: [pem.certificate.trim(), pem.chain?.trim() ?? ''].join('\n'),
      key: pem.key,
      isFor: (name) => parsed.checkHost(name) !== undefined,
    });
    return arn;
  }

  /** @throws AwsError ResourceNotFoundException, ResourceInUseException */
  delete(arn: string): void {
    const { arn: own } = this.get(arn);
    if (this.usersOf(own).length > 0)
      throw new AwsError(
        'ResourceInUseException',
        `Certificate ${arn} in account ${this.#account.id} is in use.`,
      );
    this.#byArn.delete(own);
  }

  /** ARNs of the resources that use it. */
  usersOf(arn: string): string[] {
    return [...(this.#uses.get(arn)?.keys() ?? [])];
  }

  claim(certificateArn: string, resourceArn: string): void {
    const uses = this.#uses.get(certificateArn) ?? new Map<string, number>();
    uses.set(resourceArn, (uses.get(resourceArn) ?? 0) + 1);
    this.#uses.set(certificateArn, uses);
  }

  release(certificateArn: string, resourceArn: string): void {
    const uses = this.#uses.get(certificateArn);
    const left = (uses?.get(resourceArn) ?? 0) - 1;
    if (left > 0) uses?.set(resourceArn, left);
    else uses?.delete(resourceArn);
    if (uses?.size === 0) this.#uses.delete(certificateArn);
  }
}
