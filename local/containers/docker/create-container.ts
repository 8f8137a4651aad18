import { z } from 'zod';
import type { ContainerSpec } from '../engine.ts';
import type { DockerApi } from './api.ts';

/** Makes a container, without starting it, and gives its id. @throws DockerError */
export async function createContainer(
  api: DockerApi,
  spec: ContainerSpec,
  labels: Readonly<Record<string, string>>,
): Promise<string> {
  const ports = spec.ports.map((port) => `${port}/tcp`);
  const memory = spec.memory === undefined ? {} : { Memory: spec.memory * 1024 * 1024 };
  const created = await api.call('POST', `/containers/create?name=${encodeURIComponent(spec.name)}`, {
    json: {
      Image: spec.image,
      ...(spec.entryPoint === undefined ? {} : { Entrypoint: spec.entryPoint }),
      ...(spec.command === undefined ? {} : { Cmd: spec.command }),
      ...(spec.workingDirectory === undefined ? {} : { WorkingDir: spec.workingDirectory }),
      ...(spec.user === undefined ? {} : { User: spec.user }),
      Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
      Labels: labels,
      ExposedPorts: Object.fromEntries(ports.map((port) => [port, {}])),
      // ECS looks after health by the task definition only: a HEALTHCHECK of the image has no effect there.
      Healthcheck: { Test: ['NONE'] },
      HostConfig: {
        // An empty port is a free one.
        PortBindings: Object.fromEntries(
          ports.map((port) => [port, [{ HostIp: '127.0.0.1', HostPort: '' }]]),
        ),
        ...memory,
        Mounts: (spec.mounts ?? []).map(({ volume, path, readOnly }) => ({
          Type: 'volume',
          Source: volume,
          Target: path,
          ReadOnly: readOnly,
          VolumeOptions: { Labels: labels },
        })),
      },
    },
  });
  return z.looseObject({ Id: z.string() }).parse(JSON.parse(created)).Id;
}
