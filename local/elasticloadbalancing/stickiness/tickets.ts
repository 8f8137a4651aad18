import type { Clock } from '../../clock.ts';
import type { Seal } from './seal.ts';

/** The load balancer's own cookies ("Sticky sessions for your Application Load Balancer"). */
export const TARGET_COOKIE = 'AWSALB';
export const APPLICATION_COOKIE = 'AWSALBAPP-0';
export const GROUP_COOKIE = 'AWSALBTG';
/** The copy for requests from other sites. */
const CORS = 'CORS';
/** Seconds: the life of `AWSALBAPP-0` cannot be configured. */
const APPLICATION_COOKIE_LIFE = 7 * 24 * 3600;

/** Writes and reads cookies that say where a client belongs, and until when. */
export class Tickets {
  readonly #seal: Seal;
  readonly #clock: Clock;

  constructor(seal: Seal, clock: Clock) {
    this.#seal = seal;
    this.#clock = clock;
  }

  /** What a client's cookies say of a group: for example the target there. Undefined for none, an old one, a foreign one. */
  read(cookies: ReadonlyMap<string, string>, name: string, groupOrRule: string): string | undefined {
    for (const one of [name, `${name}${CORS}`]) {
      const [about, place, expires] = this.#seal.open(cookies.get(one) ?? '')?.split('\n') ?? [];
      if (about === groupOrRule && Number(expires) > this.#clock.now()) return place;
    }
    return undefined;
  }

  /**
   * `Set-Cookie` headers, names and values by turns: AWS gives `Expires`, not `Max-Age`.
   * @param seconds for which the client shall stay there
   */
  write(
    name: string,
    about: string,
    place: string,
    { seconds, isSecure }: { seconds: number; isSecure: boolean },
  ): string[] {
    const now = this.#clock.now();
    const value = this.#seal.close([about, place, now + seconds * 1000].join('\n'));
    const life = name === APPLICATION_COOKIE ? APPLICATION_COOKIE_LIFE : seconds;
    const rest = `${value}; Expires=${new Date(now + life * 1000).toUTCString()}; Path=/`;
    if (name === APPLICATION_COOKIE) return ['Set-Cookie', `${name}=${rest}`];
    return [
      ...['Set-Cookie', `${name}=${rest}`],
      ...['Set-Cookie', `${name}${CORS}=${rest}; SameSite=None${isSecure ? '; Secure' : ''}`],
    ];
  }
}

/** The cookies of a request, by name. */
export function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header?.split(';') ?? []) {
    const mark = pair.indexOf('=');
    if (mark > 0) cookies.set(pair.slice(0, mark).trim(), pair.slice(mark + 1).trim());
  }
  return cookies;
}
