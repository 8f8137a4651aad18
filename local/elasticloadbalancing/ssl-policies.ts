import type { SslPolicy } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../gateway/service.ts';

/** What a listener has that names none (API reference, CreateListener). */
const DEFAULT_POLICY = 'ELBSecurityPolicy-2016-08';

const tls13 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];
const gcm = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
];
const cbcSha2 = [
  'ECDHE-ECDSA-AES128-SHA256',
  'ECDHE-RSA-AES128-SHA256',
  'ECDHE-ECDSA-AES256-SHA384',
  'ECDHE-RSA-AES256-SHA384',
];
const rsaSha2 = ['AES128-GCM-SHA256', 'AES128-SHA256', 'AES256-GCM-SHA384', 'AES256-SHA256'];
const sha1 = [
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-RSA-AES256-SHA',
  'ECDHE-ECDSA-AES256-SHA',
  'AES128-SHA',
  'AES256-SHA',
];

/** Those in common use ("Security policies for your Application Load Balancer"). */
const policies: Readonly<Record<string, { protocols: readonly string[]; ciphers: readonly string[] }>> = {
  [DEFAULT_POLICY]: {
    protocols: ['TLSv1', 'TLSv1.1', 'TLSv1.2'],
    ciphers: [...gcm, ...cbcSha2, ...rsaSha2, ...sha1],
  },
  'ELBSecurityPolicy-TLS-1-2-2017-01': {
    protocols: ['TLSv1.2'],
    ciphers: [...gcm, ...cbcSha2, ...rsaSha2],
  },
  'ELBSecurityPolicy-FS-1-2-Res-2020-10': { protocols: ['TLSv1.2'], ciphers: gcm },
  'ELBSecurityPolicy-TLS13-1-2-2021-06': {
    protocols: ['TLSv1.2', 'TLSv1.3'],
    ciphers: [...tls13, ...gcm, ...cbcSha2],
  },
  'ELBSecurityPolicy-TLS13-1-2-Res-2021-06': {
    protocols: ['TLSv1.2', 'TLSv1.3'],
    ciphers: [...tls13, ...gcm],
  },
  'ELBSecurityPolicy-TLS13-1-3-2021-06': { protocols: ['TLSv1.3'], ciphers: tls13 },
};

export const sslPolicies: readonly SslPolicy[] = Object.entries(policies).map(
  ([Name, { protocols, ciphers }]) => ({
    Name,
    SslProtocols: [...protocols],
    Ciphers: ciphers.map((cipher, index) => ({ Name: cipher, Priority: index + 1 })),
    SupportedLoadBalancerTypes: ['application', 'network'],
  }),
);

/** @throws AwsError SSLPolicyNotFoundException */
export function checkedPolicy(name: string = DEFAULT_POLICY): string {
  if (!Object.hasOwn(policies, name))
    throw new AwsError(
      'SSLPolicyNotFoundException',
      `SSL policy '${name}' not found. The local cloud knows ${Object.keys(policies).join(', ')}`,
    );
  return name;
}
