import type { CertificateStore } from '../balancing.ts';
import type { Clock } from '../clock.ts';
import type { Account, Part } from '../parts.ts';
import { Certificates } from './certificates.ts';
import { operationsOf } from './operations/index.ts';
import { certificateResource } from './resources.ts';

/** AWS Certificate Manager, for certificates that are brought along: it issues none itself. */
export function createAcm({ account, clock }: { account: Account; clock: Clock }): Part & {
  readonly certificates: CertificateStore;
} {
  const certificates = new Certificates(account);
  return {
    certificates,
    service: { client: 'acm', operations: operationsOf({ account, clock, certificates }) },
    resources: { 'AWS::CertificateManager::Certificate': certificateResource },
  };
}
