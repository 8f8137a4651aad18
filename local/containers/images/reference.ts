/** An image's name in its parts. */
export interface Reference {
  /** With the registry's host, as far as it is given: `127.0.0.1:4510/web`, `node`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

// A colon before a slash is the registry's port.
const pattern = /^(?<repository>[^@]+?)(?::(?<tag>[\w][\w.-]*))?(?:@(?<digest>sha256:[a-f0-9]{64}))?$/;

/** @throws Error for what is no image name. Without tag and digest the tag is `latest`, as docker has it. */
export function parseReference(text: string): Reference {
  const { repository = '', tag, digest } = pattern.exec(text)?.groups ?? {};
  if (!/^[a-z0-9]([\w.:/-]*[a-z0-9])?$/.test(repository))
    throw new Error(`invalid reference format: ${text}`);
  if (digest !== undefined) return { repository, digest };
  return { repository, tag: tag ?? 'latest' };
}

/** The registry's host and the name within it. A name without a host is on this machine only. */
export function locationOf({ repository }: Reference): { host?: string; name: string } {
  const [first = '', ...rest] = repository.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isHost ? { host: first, name: rest.join('/') } : { name: repository };
}

export function formatReference({ repository, tag, digest }: Reference): string {
  return digest === undefined ? `${repository}:${tag ?? 'latest'}` : `${repository}@${digest}`;
}
