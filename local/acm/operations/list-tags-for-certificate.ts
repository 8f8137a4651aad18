import type { ListTagsForCertificateRequest, ListTagsForCertificateResponse } from '@aws-sdk/client-acm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const listTagsForCertificate =
  ({ certificates }: Context): Operation<ListTagsForCertificateRequest, ListTagsForCertificateResponse> =>
  (input) => ({
    Tags: [...certificates.get(input.CertificateArn ?? '').tags].map(([Key, Value]) => ({
      Key,
      ...(Value === undefined ? {} : { Value }),
    })),
  });
