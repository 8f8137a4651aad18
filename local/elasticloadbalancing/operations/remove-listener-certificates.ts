import type {
  RemoveListenerCertificatesInput,
  RemoveListenerCertificatesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const removeListenerCertificates =
  ({
    registry,
    certificates,
  }: Context): Operation<RemoveListenerCertificatesInput, RemoveListenerCertificatesOutput> =>
  (input) => {
    const listener = registry.listener(input.ListenerArn ?? '');
    const given = (input.Certificates ?? []).map(({ CertificateArn = '' }) => CertificateArn);
    const [standard] = listener.certificates;
    if (standard !== undefined && given.includes(standard))
      throw new AwsError(
        'OperationNotPermittedException',
        `Default certificate '${standard}' cannot be removed from the listener`,
      );
    for (const arn of given)
      if (listener.certificates.includes(arn)) certificates.release(arn, listener.balancer.arn);
    listener.certificates = listener.certificates.filter((arn) => !given.includes(arn));
    return {};
  };
