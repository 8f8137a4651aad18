import type { ImportCertificateRequest, ImportCertificateResponse } from '@aws-sdk/client-acm';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { keyAlgorithmOf, readCertificate } from '../certificate.ts';
import type { Context } from '../context.ts';
import { addTags } from '../tags.ts';

/** A certificate with the ARN of one before takes its place: whoever uses that shows the new one from then on. */
export const importCertificate =
  ({ certificates, clock }: Context): Operation<ImportCertificateRequest, ImportCertificateResponse> =>
  (input) => {
    const before = input.CertificateArn === undefined ? undefined : certificates.get(input.CertificateArn);
    if (before && input.Tags)
      throw new AwsError('InvalidParameterException', 'Tagging is not permitted on re-import.');
    const chain = textOf(input.CertificateChain);
    const pem = {
      certificate: textOf(input.Certificate) ?? '',
      key: textOf(input.PrivateKey) ?? '',
      chain: chain === '' ? undefined : chain,
    };
    const parsed = readCertificate(pem);
    if (before && keyAlgorithmOf(before.parsed) !== keyAlgorithmOf(parsed))
      throw new AwsError(
        'ValidationException',
        'The new certificate must have the same type and size of key as the one before.',
      );
    keyAlgorithmOf(parsed);
    const tags = new Map<string, string | undefined>();
    addTags(tags, input.Tags ?? []);
    const arn = certificates.put(pem, parsed, { at: clock.date(), ...(before ? { before } : {}) });
    for (const [key, value] of tags) certificates.get(arn).tags.set(key, value);
    return { CertificateArn: arn };
  };

const textOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString();
