import type { RemoveTagsFromCertificateRequest } from '@aws-sdk/client-acm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** A tag that is named with a value goes only where it has that value (API reference). */
export const removeTagsFromCertificate =
  ({ certificates }: Context): Operation<RemoveTagsFromCertificateRequest, void> =>
  (input) => {
    const { tags } = certificates.get(input.CertificateArn ?? '');
    for (const { Key = '', Value } of input.Tags ?? [])
      if (Value === undefined || tags.get(Key) === Value) tags.delete(Key);
  };
