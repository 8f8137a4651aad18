/** What to do about a certificate that Node refuses, by the code of its error. */
const CERTIFICATES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired: renew it, or let ACM do so',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes without the authority’s that signed it',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that is not trusted',
};

/** For all of those who signed it themselves. */
const TRUST_IT =
  'use one of a public authority, or give the probe function yours by NODE_EXTRA_CA_CERTS, see the README';

const CONNECTIONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was broken off',
  ENOTFOUND: 'there is no such name in DNS',
  EAI_AGAIN: 'DNS did not answer',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
};

/**
 * Why there was no answer, with what to do where that is known and the error's code for those who search for it.
 * @param name that the certificate must be for
 */
export function whyNot(error: Error & { readonly code?: string }, name: string): string {
  const { code, message } = error;
  if (code === undefined) return message;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `its certificate is not for ${name}: set health.tls.serverName to a name that it is for (${code}: ${namesIn(message)})`;
  }
  const certificate = CERTIFICATES[code];
  if (certificate !== undefined) {
    const isUntrusted = /SELF_SIGNED|UNABLE/.test(code);
    return `${certificate}${isUntrusted ? `: ${TRUST_IT}` : ''} (${code})`;
  }
  const words = CONNECTIONS[code];
  return words === undefined ? code : `${words} (${code})`;
}

/** Node's message ends with the names that the certificate is for. */
function namesIn(message: string): string {
  return /altnames: (.*)$/i.exec(message)?.[1]?.slice(0, 200) ?? 'it names no host';
}
