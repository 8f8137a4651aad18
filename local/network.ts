/** Where a private address of the local cloud can really be reached: always on loopback. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/**
 * The private network of the local cloud: tasks have addresses of a VPC (10.0.0.0/16), as on AWS, and each port of
 * them stands for a real port on loopback. Load balancers look the real one up when they send a request.
 */
export class Network {
  readonly #endpoints = new Map<string, Endpoint>();
  #next = 10;

  /** A private address that nothing else has. */
  allocate(): string {
    // .0 and .255 stay free in each block, as in a real subnet.
    const index = this.#next++;
    return `10.0.${Math.floor(index / 250) % 256}.${(index % 250) + 4}`;
  }

  expose(address: string, port: number, endpoint: Endpoint): void {
    this.#endpoints.set(`${address}:${port}`, endpoint);
  }

  release(address: string): void {
    for (const key of this.#endpoints.keys()) if (key.startsWith(`${address}:`)) this.#endpoints.delete(key);
  }

  resolve(address: string, port: number): Endpoint | undefined {
    return this.#endpoints.get(`${address}:${port}`);
  }
}
