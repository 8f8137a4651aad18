import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { Rejected } from '../deployment/errors.ts';

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** @throws Rejected for a name that is not to be asked */
export type Resolve = (host: string) => Promise<Address>;

// Where a probe has no business: this machine itself, and the metadata and credentials endpoints of the cloud.
const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet('127.0.0.0', 8, 'ipv4');
FORBIDDEN.addSubnet('0.0.0.0', 8, 'ipv4');
FORBIDDEN.addSubnet('169.254.0.0', 16, 'ipv4');
FORBIDDEN.addAddress('::1', 'ipv6');
FORBIDDEN.addAddress('::', 'ipv6');
FORBIDDEN.addSubnet('fe80::', 10, 'ipv6');
FORBIDDEN.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');
FORBIDDEN.addSubnet('::ffff:169.254.0.0', 112, 'ipv6');
FORBIDDEN.addSubnet('fd00:ec2::', 32, 'ipv6');

/**
 * Resolves names by DNS, and refuses addresses of this machine and of the metadata service.
 * @param loopbackSuffix names that end so are this machine's, as `.localhost` is by RFC 6761; empty for none
 */
export function createResolve(loopbackSuffix: string): Resolve {
  return async (host) => {
    if (loopbackSuffix !== '' && host.endsWith(loopbackSuffix)) return { address: '127.0.0.1', family: 4 };
    const { address, family } = await lookup(host);
    if (FORBIDDEN.check(address, family === 6 ? 'ipv6' : 'ipv4')) {
      throw new Rejected(`${host} is ${address}, which is not a load balancer's address`);
    }
    return { address, family: family === 6 ? 6 : 4 };
  };
}

/**
 * Says what is wrong with a URL that is to be probed; undefined when nothing is.
 * Names of load balancers and of one's own domains are fine, addresses are not: what they belong to cannot be told.
 */
export function refuseUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return `${url} is not a URL`;
  const { protocol, hostname, username, password } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return `${protocol} is not http or https`;
  if (username !== '' || password !== '')
    return 'a probe sends no credentials: take user and password out of the URL';
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0)
    return `${hostname} is an address: use the load balancer's DNS name`;
  return undefined;
}
