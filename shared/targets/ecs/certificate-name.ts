import { DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { errorName } from '../../aws/errors.ts';
import type { EcsService } from './target.ts';

/** What stands for the `*` of a certificate that is for nothing else. */
const ANY_LABEL = 'slipway';

/**
 * A name that a certificate is for: its first one without a `*`. None for certificates that are not of ACM, and where
 * it may not be read: the probe then asks by the load balancer's own name, and says so when that is not on it.
 */
export async function nameOnCertificate(
  { certificates }: Pick<EcsService, 'certificates'>,
  arn: string,
): Promise<string | undefined> {
  if (certificates === undefined || !arn.includes(':acm:')) return undefined;
  try {
    const { Certificate } = await certificates.send(new DescribeCertificateCommand({ CertificateArn: arn }));
    return chooseName([Certificate?.DomainName ?? '', ...(Certificate?.SubjectAlternativeNames ?? [])]);
  } catch (error) {
    if (['AccessDeniedException', 'ResourceNotFoundException'].includes(errorName(error))) return undefined;
    throw error;
  }
}

function chooseName(names: readonly string[]): string | undefined {
  const known = names.filter((name) => name !== '');
  return known.find((name) => !name.includes('*')) ?? known[0]?.replace(/^\*/, ANY_LABEL);
}
