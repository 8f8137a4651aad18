import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { PutObjectRequest } from '@aws-sdk/client-s3';
import { AwsError } from '../gateway/service.ts';

/** Those that are checked; what other algorithms say is not. */
type Given = Pick<PutObjectRequest, 'ContentMD5' | 'ChecksumCRC32' | 'ChecksumSHA1' | 'ChecksumSHA256'>;

/**
 * Sees to it that a body came as it was sent.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 * @throws AwsError BadDigest
 */
export function checkDigests(given: Given, body: Uint8Array): void {
  const hash = (algorithm: string) => createHash(algorithm).update(body).digest('base64');
  const check = (name: string, is: string | undefined, computed: () => string) => {
    if (is !== undefined && is !== computed())
      throw new AwsError('BadDigest', `The ${name} you specified did not match what we received.`);
  };
  check('Content-MD5', given.ContentMD5, () => hash('md5'));
  check('CRC32', given.ChecksumCRC32, () => base64Of(crc32(body)));
  check('SHA1', given.ChecksumSHA1, () => hash('sha1'));
  check('SHA256', given.ChecksumSHA256, () => hash('sha256'));
}

function base64Of(number: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes.toString('base64');
}
