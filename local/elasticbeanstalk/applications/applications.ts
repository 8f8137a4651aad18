import { invalid } from '../refuse.ts';
import type { Version } from '../versions/version.ts';
import type { Application } from './application.ts';

/** All applications, by name. */
export class Applications {
  readonly #byName = new Map<string, Application>();

  get all(): readonly Application[] {
    return [...this.#byName.values()];
  }

  find(name: string): Application | undefined {
    return this.#byName.get(name);
  }

  /** @throws AwsError InvalidParameterValue */
  get(name = ''): Application {
    const found = this.find(name);
    if (!found) throw invalid(`No Application named '${name}' found.`);
    return found;
  }

  /** @throws AwsError InvalidParameterValue */
  version(application: string, label: string): Version {
    const found = this.get(application).versions.find((version) => version.label === label);
    if (!found) throw invalid(`No Application Version named '${label}' found.`);
    return found;
  }

  add(application: Application): void {
    this.#byName.set(application.name, application);
  }

  delete(name: string): void {
    this.#byName.delete(name);
  }

  get versionCount(): number {
    return this.all.reduce((sum, { versions }) => sum + versions.length, 0);
  }
}
