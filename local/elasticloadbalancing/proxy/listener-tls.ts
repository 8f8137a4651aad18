import { createSecureContext, type SecureContext } from 'node:tls';
import type { CertificateStore, ServerCertificate } from '../../balancing.ts';
import type { Listener } from '../registry.ts';
import type { PemPair, PortUser } from './ports.ts';

/** What an HTTPS listener shows to clients: the certificate for the name they ask for, or else its default one. */
export function listenerTls(
  { certificates }: { certificates: CertificateStore },
  listener: Listener,
): NonNullable<PortUser['tls']> {
  const all = () => listener.certificates.flatMap((arn) => certificates.find(arn) ?? []);
  const standard = (): ServerCertificate => {
    const [first] = all();
    // A certificate in use cannot be deleted.
    if (!first) throw new Error(`listener ${listener.arn} has lost its certificate`);
    return first;
  };
  return {
    contextFor: (name) => contextOf(all().find((one) => one.isFor(name)) ?? standard()),
    get default() {
      return pairOf(standard());
    },
    knows: (name) => all().some((one) => one.isFor(name)),
    get http2() {
      return listener.balancer.attributes.get('routing.http2.enabled') === 'true';
    },
  };
}

const pairs = new WeakMap<ServerCertificate, PemPair>();
const contexts = new WeakMap<ServerCertificate, SecureContext>();

function pairOf(certificate: ServerCertificate): PemPair {
  const pair = pairs.get(certificate) ?? { cert: certificate.chain, key: certificate.key };
  pairs.set(certificate, pair);
  return pair;
}

function contextOf(certificate: ServerCertificate): SecureContext {
  const context = contexts.get(certificate) ?? createSecureContext(pairOf(certificate));
  contexts.set(certificate, context);
  return context;
}
