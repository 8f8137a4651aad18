import { type Endpoint, Network } from '../../network.ts';

/** The network, in which another can stand in for a container for as long as that one is faulty. */
export class FaultyNetwork extends Network {
  readonly #detours = new Map<string, () => Endpoint | undefined>();

  /** @param to where to go instead; asked each time, and undefined for the container itself. */
  detour({ host, port }: Endpoint, to: () => Endpoint | undefined): () => void {
    const key = `${host}:${port}`;
    this.#detours.set(key, to);
    return () => this.#detours.delete(key);
  }

  override resolve(address: string, port: number): Endpoint | undefined {
    const endpoint = super.resolve(address, port);
    return endpoint && (this.#detours.get(`${endpoint.host}:${endpoint.port}`)?.() ?? endpoint);
  }
}
