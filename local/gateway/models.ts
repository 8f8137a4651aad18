import { loadModel, type ServiceModel } from './model.ts';
import type { Service } from './service.ts';

/** The models of the services that a gateway serves: loaded at its start, but for those that are very large. */
export class Models {
  readonly #loaded: ServiceModel[];
  /** Those that are not loaded yet, by their name in a signature. */
  readonly #later: Map<string, Service>;
  readonly #loading = new Map<string, Promise<void>>();

  private constructor(loaded: ServiceModel[], later: Map<string, Service>) {
    this.#loaded = loaded;
    this.#later = later;
  }

  /** @throws Error when a service has an operation that AWS has not */
  static async of(services: readonly Service[]): Promise<Models> {
    const later = new Map(
      services.flatMap((service) => (service.loadedWhenSigned ? [[service.loadedWhenSigned, service]] : [])),
    );
    const now = services.filter(({ loadedWhenSigned }) => loadedWhenSigned === undefined);
    return new Models(await Promise.all(now.map(load)), later);
  }

  /** Those that a request may be for. @param service in its signature */
  async signedFor(service: string): Promise<readonly ServiceModel[]> {
    const waiting = this.#later.get(service);
    if (waiting !== undefined) {
      const loading = this.#loading.get(service) ?? this.#load(service, waiting);
      this.#loading.set(service, loading);
      await loading;
    }
    return this.#loaded;
  }

  /** Undefined for a service that is not there, or has not been called yet. */
  find(client: string): ServiceModel | undefined {
    return this.#loaded.find((model) => model.client === client);
  }

  async #load(name: string, service: Service): Promise<void> {
    this.#loaded.push(await load(service));
    this.#later.delete(name);
  }
}

async function load({ client, newer, operations }: Service): Promise<ServiceModel> {
  const model = await loadModel(client, newer);
  const unknown = Object.keys(operations).filter((name) => !model.operations.has(name));
  if (unknown.length > 0) throw new Error(`AWS's ${client} has no operation ${unknown.join(', ')}`);
  return model;
}
