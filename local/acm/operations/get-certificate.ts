import type { GetCertificateRequest, GetCertificateResponse } from '@aws-sdk/client-acm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** The private key is never given out. */
export const getCertificate =
  ({ certificates }: Context): Operation<GetCertificateRequest, GetCertificateResponse> =>
  (input) => {
    const { pem } = certificates.get(input.CertificateArn ?? '');
    return {
      Certificate: pem.certificate,
      ...(pem.chain === undefined ? {} : { CertificateChain: pem.chain }),
    };
  };
