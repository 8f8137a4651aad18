import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { KeyAlgorithm } from '@aws-sdk/client-acm';
import { AwsError } from '../gateway/service.ts';

/** What ImportCertificate is given, as text. */
export interface Pem {
  readonly certificate: string;
  readonly key: string;
  /** Those that signed it, nearest first; undefined for one that signed itself or whose chain clients have. */
  readonly chain: string | undefined;
}

/**
 * Reads a certificate and its key, and judges them as ImportCertificate does ("Prerequisites for importing ACM
 * certificates").
 * @throws AwsError ValidationException
 */
export function readCertificate(pem: Pem): X509Certificate {
  const certificate = read(pem.certificate, 'certificate');
  const key = readKey(pem.key);
  if (!certificate.checkPrivateKey(key))
    refuse('The provided certificate and private key do not match: the public key is another one.');
  let signed = certificate;
  for (const one of splitChain(pem.chain)) {
    const signer = read(one, 'certificate chain');
    if (!signed.checkIssued(signer) || !signed.verify(signer.publicKey))
      refuse('Could not validate the certificate with the certificate chain.');
    signed = signer;
  }
  return certificate;
}

const splitChain = (chain: string | undefined): string[] =>
  chain?.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];

function read(pem: string, what: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new AwsError('ValidationException', `The ${what} is not a valid X.509 certificate in PEM format.`, {
      cause,
    });
  }
}

function readKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new AwsError(
      'ValidationException',
      'The private key is not valid: it must be in PEM format and not be encrypted.',
      { cause },
    );
  }
}

/** As `KeyAlgorithm` has it. @throws AwsError ValidationException for one that ACM does not take */
export function keyAlgorithmOf({ publicKey }: X509Certificate): KeyAlgorithm {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  if (publicKey.asymmetricKeyType === 'rsa') {
    if (modulusLength === 1024) return 'RSA_1024';
    if (modulusLength === 2048) return 'RSA_2048';
    if (modulusLength === 3072) return 'RSA_3072';
    if (modulusLength === 4096) return 'RSA_4096';
  }
  if (namedCurve === 'prime256v1') return 'EC_prime256v1';
  if (namedCurve === 'secp384r1') return 'EC_secp384r1';
  if (namedCurve === 'secp521r1') return 'EC_secp521r1';
  return refuse('The key of the certificate has an algorithm or a size that ACM does not support.');
}

/** Host names that it is for, the first one first. */
export function namesOf(certificate: X509Certificate): string[] {
  const alternative = (certificate.subjectAltName ?? '')
    .split(/,\s*/)
    .flatMap((name) => (name.startsWith('DNS:') ? [name.slice('DNS:'.length)] : []));
  const common = /(?:^|\n)CN=(.+)/.exec(certificate.subject)?.[1];
  return [...new Set([...(common === undefined ? [] : [common]), ...alternative])];
}

function refuse(message: string): never {
  throw new AwsError('ValidationException', message);
}
