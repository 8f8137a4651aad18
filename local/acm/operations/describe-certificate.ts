import type { DescribeCertificateRequest, DescribeCertificateResponse } from '@aws-sdk/client-acm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeDetail } from '../describe.ts';

export const describeCertificate =
  (context: Context): Operation<DescribeCertificateRequest, DescribeCertificateResponse> =>
  (input) => ({
    Certificate: describeDetail(context.certificates.get(input.CertificateArn ?? ''), context),
  });
