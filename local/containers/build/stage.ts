import { posix } from 'node:path';
import type { Entry } from '../images/archive.ts';
import type { Layer } from '../images/layer.ts';
import type { Settings } from '../images/oci.ts';
import type { Lookup } from './words.ts';

/** The image as far as it has been built. */
export class Stage {
  readonly layers: Layer[];
  readonly settings: Settings;
  readonly #environment: Map<string, string>;
  readonly #buildArguments = new Map<string, string>();
  /** Folders that are known to be there, as absolute paths: a file that is copied to one goes into it. */
  readonly #folders = new Set(['/', '/tmp', '/root', '/home', '/home/node', '/etc', '/usr', '/usr/local']);
  /** Folders that the next layer brings. */
  pending: Entry[] = [];
  /** Whether this Dockerfile has set CMD: an ENTRYPOINT takes away only the one of the base. */
  hasOwnCommand = false;

  constructor(layers: readonly Layer[], settings: Settings) {
    this.layers = [...layers];
    this.settings = structuredClone(settings);
    this.#environment = new Map((settings.Env ?? []).map(split));
    if (settings.WorkingDir) this.addFolder(settings.WorkingDir);
  }

  readonly lookup: Lookup = (name) => this.#environment.get(name) ?? this.#buildArguments.get(name);

  get workingDirectory(): string {
    return this.settings.WorkingDir || '/';
  }

  setEnvironment(name: string, value: string): void {
    this.#environment.set(name, value);
    this.settings.Env = [...this.#environment].map(([key, each]) => `${key}=${each}`);
  }

  setArgument(name: string, value: string): void {
    this.#buildArguments.set(name, value);
  }

  /** The folder and those above it. */
  addFolder(path: string): void {
    for (let folder = path; folder !== '/'; folder = posix.dirname(folder)) this.#folders.add(folder);
  }

  isFolder(path: string): boolean {
    return this.#folders.has(path);
  }
}

function split(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}
