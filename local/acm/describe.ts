import type { CertificateDetail, CertificateSummary } from '@aws-sdk/client-acm';
import type { Clock } from '../clock.ts';
import { keyAlgorithmOf, namesOf } from './certificate.ts';
import type { Certificates, ImportedCertificate } from './certificates.ts';

/** What details and summaries of a certificate have in common. */
function described(one: ImportedCertificate, clock: Clock) {
  const { parsed } = one;
  const [domainName] = namesOf(parsed);
  const notAfter = new Date(parsed.validTo);
  return {
    CertificateArn: one.arn,
    ...(domainName === undefined ? {} : { DomainName: domainName }),
    // An imported certificate is used as it is, also when its time is over.
    Status: notAfter.getTime() < clock.now() ? ('EXPIRED' as const) : ('ISSUED' as const),
    Type: 'IMPORTED' as const,
    KeyAlgorithm: keyAlgorithmOf(parsed),
    CreatedAt: one.createdAt,
    ImportedAt: one.importedAt,
    NotBefore: new Date(parsed.validFrom),
    NotAfter: notAfter,
    RenewalEligibility: 'INELIGIBLE' as const,
  };
}

export function describeDetail(
  one: ImportedCertificate,
  { certificates, clock }: { certificates: Certificates; clock: Clock },
): CertificateDetail {
  const { parsed } = one;
  return {
    ...described(one, clock),
    SubjectAlternativeNames: namesOf(parsed),
    Serial: (parsed.serialNumber.toLowerCase().match(/../g) ?? []).join(':'),
    Subject: parsed.subject.replaceAll('\n', ', '),
    Issuer: /(?:^|\n)O=(.+)/.exec(parsed.issuer)?.[1] ?? parsed.issuer.replaceAll('\n', ', '),
    InUseBy: certificates.usersOf(one.arn),
    Options: { CertificateTransparencyLoggingPreference: 'DISABLED' },
  };
}

export function describeSummary(
  one: ImportedCertificate,
  { certificates, clock }: { certificates: Certificates; clock: Clock },
): CertificateSummary {
  const names = namesOf(one.parsed);
  return {
    ...described(one, clock),
    SubjectAlternativeNameSummaries: names,
    HasAdditionalSubjectAlternativeNames: false,
    InUse: certificates.usersOf(one.arn).length > 0,
  };
}
