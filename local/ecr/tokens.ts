import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Caller } from '../gateway/service.ts';

/** How long an authorization token is good, in seconds (API reference, GetAuthorizationToken: 12 hours). */
const LIFETIME_SECONDS = 12 * 60 * 60;

/** Passwords for the registry, each with who asked for it: that is whose permissions a push or pull needs. */
export class Tokens {
  readonly #clock: Clock;
  readonly #byPassword = new Map<string, { caller: Caller; expires: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(caller: Caller): { password: string; expiresAt: Date } {
    const password = randomBytes(48).toString('base64url');
    const now = this.#clock.now();
    for (const [known, token] of this.#byPassword) if (token.expires <= now) this.#byPassword.delete(known);
    const expires = now + LIFETIME_SECONDS * 1000;
    this.#byPassword.set(password, { caller, expires });
    return { password, expiresAt: new Date(expires) };
  }

  callerOf(password: string): Caller | undefined {
    const token = this.#byPassword.get(password);
    return token && token.expires > this.#clock.now() ? token.caller : undefined;
  }
}
