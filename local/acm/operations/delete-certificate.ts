import type { DeleteCertificateRequest } from '@aws-sdk/client-acm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const deleteCertificate =
  ({ certificates }: Context): Operation<DeleteCertificateRequest, void> =>
  (input) =>
    certificates.delete(input.CertificateArn ?? '');
