import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/** Makes cookies that only this load balancer can read and nobody can change, as AWS's are encrypted. */
export class Seal {
  readonly #key = randomBytes(32);

  close(content: string): string {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const sealed = [cipher.update(content), cipher.final()];
    return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString('base64');
  }

  /** Undefined for what was not made here. */
  open(cookie: string): string | undefined {
    const bytes = Buffer.from(cookie, 'base64');
    if (bytes.length <= NONCE + TAG) return undefined;
    const opener = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE));
    opener.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    try {
      return Buffer.concat([opener.update(bytes.subarray(NONCE + TAG)), opener.final()]).toString();
    } catch {
      return undefined;
    }
  }
}
