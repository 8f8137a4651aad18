import type { Certificate } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CertificateStore } from '../balancing.ts';
import { AwsError } from '../gateway/service.ts';
import { checkedPolicy } from './ssl-policies.ts';

/** What makes a listener one of HTTP or of HTTPS. */
export interface ListenerProtocol {
  readonly protocol: 'HTTP' | 'HTTPS';
  /** ARNs; the first is the default. */
  readonly certificates: readonly string[];
  readonly sslPolicy: string | undefined;
}

interface Asked {
  readonly Protocol: string;
  readonly Certificates?: readonly Certificate[] | undefined;
  readonly SslPolicy?: string | undefined;
  readonly AlpnPolicy?: readonly string[] | undefined;
  readonly MutualAuthentication?: { readonly Mode?: string | undefined } | undefined;
}

/**
 * @throws AwsError UnsupportedProtocolException, CertificateNotFoundException, SSLPolicyNotFoundException,
 * InvalidConfigurationRequestException
 */
export function checkedProtocol(store: CertificateStore, input: Asked): ListenerProtocol {
  const { Protocol: protocol, Certificates: given = [] } = input;
  if (protocol !== 'HTTP' && protocol !== 'HTTPS')
    throw new AwsError(
      'UnsupportedProtocolException',
      `Protocol '${protocol}' is not supported: an application load balancer has the protocols HTTP and HTTPS`,
    );
  if (input.AlpnPolicy && input.AlpnPolicy.length > 0)
    throw new AwsError(
      'InvalidConfigurationRequestException',
      'ALPN policies are for listeners of network load balancers',
    );
  if ((input.MutualAuthentication?.Mode ?? 'off') !== 'off')
    throw new AwsError(
      'InvalidConfigurationRequestException',
      'the local cloud has no mutual authentication of its load balancers',
    );
  if (protocol === 'HTTP') {
    if (given.length > 0 || input.SslPolicy !== undefined)
      throw new AwsError(
        'InvalidConfigurationRequestException',
        'A certificate or a security policy cannot be specified for a listener with the protocol HTTP',
      );
    return { protocol, certificates: [], sslPolicy: undefined };
  }
  const [certificate, ...more] = given;
  if (!certificate || more.length > 0)
    throw new AwsError('ValidationError', 'A certificate must be specified for HTTPS listeners, exactly one');
  return {
    protocol,
    certificates: [existing(store, certificate)],
    sslPolicy: checkedPolicy(input.SslPolicy),
  };
}

/** The ARN of a certificate that is there. @throws AwsError CertificateNotFoundException */
export function existing(store: CertificateStore, { CertificateArn: arn = '' }: Certificate): string {
  if (!store.find(arn))
    throw new AwsError(
      'CertificateNotFoundException',
      arn.includes(':iam:')
        ? `Certificate '${arn}' not found: the local cloud has certificates of ACM only`
        : `Certificate '${arn}' not found`,
    );
  return arn;
}
