import type {
  AddListenerCertificatesInput,
  AddListenerCertificatesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkLimit } from '../limits.ts';
import { existing } from '../listener-protocol.ts';

/** For the names that the default certificate is not for: a client says by SNI which one it wants. */
export const addListenerCertificates =
  ({
    registry,
    certificates,
  }: Context): Operation<AddListenerCertificatesInput, AddListenerCertificatesOutput> =>
  (input) => {
    const listener = registry.listener(input.ListenerArn ?? '');
    // AWS lists no error for it.
    if (listener.protocol !== 'HTTPS')
      throw new AwsError(
        'ValidationError',
        'A certificate cannot be added to a listener of the protocol HTTP',
      );
    const given = (input.Certificates ?? []).map((certificate) => existing(certificates, certificate));
    const added = [...new Set(given)].filter((arn) => !listener.certificates.includes(arn));
    const before = registry
      .listenersOf(listener.balancer)
      .reduce((sum, one) => sum + Math.max(one.certificates.length - 1, 0), 0);
    checkLimit('certificates-per-application-load-balancer', before + added.length);
    for (const arn of added) certificates.claim(arn, listener.balancer.arn);
    listener.certificates = [...listener.certificates, ...added];
    return { Certificates: given.map((CertificateArn) => ({ CertificateArn, IsDefault: false })) };
  };
