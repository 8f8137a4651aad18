import type {
  DescribeListenerCertificatesInput,
  DescribeListenerCertificatesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

export const describeListenerCertificates =
  ({ registry }: Context): Operation<DescribeListenerCertificatesInput, DescribeListenerCertificatesOutput> =>
  (input) => {
    const { certificates } = registry.listener(input.ListenerArn ?? '');
    const { items, ...next } = page(certificates, input);
    return {
      Certificates: items.map((CertificateArn) => ({
        CertificateArn,
        IsDefault: CertificateArn === certificates[0],
      })),
      ...next,
    };
  };
