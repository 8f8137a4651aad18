import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Container,
  type ContainerEngine,
  type ContainerSpec,
  ContainerStartError,
  type Exit,
} from '../../../local/containers/engine.ts';

/** What a container of an image does. The image's name is the text before the first `@`. */
export interface Behaviour {
  /** Milliseconds before it listens. */
  readonly startup?: number;
  /** Ends by itself with this code, so many milliseconds after its start. */
  readonly exits?: { readonly code: number; readonly after: number };
  /** Status of `/health`; 200 unless said. */
  readonly health?: number;
  /** Exit code of its health check command. */
  readonly check?: number;
  readonly refused?: ContainerStartError['code'];
  readonly says?: string;
}

/** Containers as HTTP servers in this process: `/version` says the image, `/slow` takes 30 ms. */
export function fakeEngine(behaviours: Readonly<Record<string, Behaviour>>) {
  const running = new Set<Container>();
  const specs: ContainerSpec[] = [];
  const removedVolumes: string[] = [];
  const engine: ContainerEngine = {
    name: 'process',
    sharesLoopback: true,
    description: 'a fake',
    buildTools: { path: [], environment: {} },
    async pull(image) {
      const name = image.split('@')[0] ?? '';
      if (behaviours[name]?.refused === 'CannotPullContainerError')
        throw new ContainerStartError('CannotPullContainerError', 'the fake says no');
    },
    async removeVolume(name) {
      removedVolumes.push(name);
    },
    async run(spec) {
      specs.push(spec);
      const image = spec.image.split('@')[0]?.split('/').at(-1) ?? '';
      const behaviour = behaviours[image] ?? {};
      if (behaviour.refused) throw new ContainerStartError(behaviour.refused, 'the fake says no');
      const exited = Promise.withResolvers<Exit>();
      const endpoints = new Map<number, { host: string; port: number }>();
      const servers = await Promise.all(
        spec.ports.map(async (port) => {
          const server = createServer((request, response) => {
            request.resume();
            if (request.url === '/health') response.writeHead(behaviour.health ?? 200).end();
            else setTimeout(() => response.end(image), request.url === '/slow' ? 30 : 0);
          });
          await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
          // What listens on a TCP port has an address with a port.
          endpoints.set(port, { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
          return server;
        }),
      );
      const end = (code: number) => {
        // As SIGKILL: what is in flight is cut.
        for (const server of servers) {
          server.close();
          server.closeAllConnections();
        }
        exited.resolve({ code });
      };
      if (behaviour.says) spec.onOutput(behaviour.says);
      if (behaviour.exits) setTimeout(end, behaviour.exits.after, behaviour.exits.code);
      const container: Container = {
        id: `fake-${specs.length}`,
        endpoints,
        exited: exited.promise,
        async stop() {
          end(143);
          running.delete(container);
          return exited.promise;
        },
        exec: async () => behaviour.check ?? 0,
      };
      running.add(container);
      return container;
    },
    async close() {},
  };
  return { engine, running, specs, removedVolumes };
}
