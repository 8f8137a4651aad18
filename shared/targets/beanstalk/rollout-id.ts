/** A part of a rollout, as its id tells it. */
export interface BeanstalkRollout {
  readonly environment: string;
  /**
   * `settings`: an update of option settings; `version`: an update to an application version; `as-is`: nothing was
   * begun, as that version runs already; `swap`: the environment got the users' address.
   */
  readonly kind: 'settings' | 'version' | 'as-is' | 'swap';
  /** After this all of its events come: by Elastic Beanstalk's own clock. */
  readonly since: Date;
  /** The id of the request that began it, which its events have too; none where another process began it, and it is not known. */
  readonly request?: string;
}

/** `web-prod/version/2026-11-21T16:00:00.000Z/REQUEST` */
export function writeRollout({ environment, kind, since, request = '' }: BeanstalkRollout): string {
  return [environment, kind, since.toISOString(), request].join('/');
}

/** @throws Error for what is none of Slipway's ids */
export function readRollout(id: string): BeanstalkRollout {
  const [environment, kind, since, request] = id.split('/');
  if (!environment || !since || !isKind(kind)) throw new Error(`${id} is no rollout of Elastic Beanstalk`);
  return { environment, kind, since: new Date(since), ...(request ? { request } : {}) };
}

function isKind(kind: string | undefined): kind is BeanstalkRollout['kind'] {
  return kind === 'settings' || kind === 'version' || kind === 'as-is' || kind === 'swap';
}
