import type { PortMapping, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { refused } from './refused.ts';

const LAST_PORT = 65_535;

/** Port mappings of all containers of a task (API reference, PortMapping). @throws AwsError ClientException */
export function checkPorts({ networkMode, containerDefinitions = [] }: RegisterTaskDefinitionRequest): void {
  const taken = new Set<string>();
  for (const { name, portMappings = [] } of containerDefinitions)
    for (const mapping of portMappings) {
      if (mapping.containerPortRange !== undefined) continue;
      const { containerPort = 0, hostPort, protocol = 'tcp' } = mapping;
      if (containerPort < 1 || containerPort > LAST_PORT)
        throw refused(`Invalid 'containerPort' setting for container '${name}'.`);
      if (hostPort !== undefined && (hostPort < 0 || hostPort > LAST_PORT))
        throw refused(`Invalid 'hostPort' setting for container '${name}'.`);
      const isSame = networkMode === 'awsvpc' || networkMode === 'host';
      if (isSame && hostPort !== undefined && hostPort !== containerPort)
        throw refused(
          `When networkMode=${networkMode}, the host ports and container ports in port mappings must match.`,
        );
      const real = isSame ? containerPort : (hostPort ?? 0);
      // 0 is any free port.
      if (real === 0) continue;
      if (taken.has(keyOf(protocol, real)))
        throw refused(`${protocol.toUpperCase()} host port '${real}' is mapped multiple times in task.`);
      taken.add(keyOf(protocol, real));
    }
}

const keyOf = (protocol: NonNullable<PortMapping['protocol']>, port: number) => `${protocol} ${port}`;
