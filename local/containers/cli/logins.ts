import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Login } from '../images/login.ts';

const schema = z.record(z.string(), z.object({ username: z.string(), password: z.string() }));

/** Who is logged in where, in a file that only its owner can read. */
export class Logins {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws Error as the registry words it where nobody has logged in */
  get(host: string): Login {
    const login = this.#read()[host];
    if (!login) throw new Error('no basic auth credentials');
    return login;
  }

  set(host: string, login: Login): void {
    this.#write({ ...this.#read(), [host]: login });
  }

  remove(host: string): void {
    const { [host]: _gone, ...others } = this.#read();
    this.#write(others);
  }

  #read(): Record<string, Login> {
    return existsSync(this.#file) ? schema.parse(JSON.parse(readFileSync(this.#file, 'utf8'))) : {};
  }

  #write(logins: Record<string, Login>): void {
    const temporary = `${this.#file}.${randomUUID()}`;
    writeFileSync(temporary, JSON.stringify(logins), { mode: 0o600 });
    renameSync(temporary, this.#file);
  }
}
