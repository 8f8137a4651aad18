import type { Login } from '../images/login.ts';
import type { DockerApi } from './api.ts';

/** The engine reads URL-safe base64, with its padding: older ones take no other. */
export const registryAuth = (login: Login, registry: string) =>
  Buffer.from(JSON.stringify({ ...login, serveraddress: registry }))
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_');

/** Has the engine get an image from the local registry, unless it has it. @throws DockerError */
export async function pullImage(
  api: DockerApi,
  image: string,
  login: () => Promise<Login>,
  registry: string,
): Promise<void> {
  if ((await api.find('GET', `/images/${image}/json`)) !== undefined) return;
  await api.follow('POST', `/images/create?fromImage=${encodeURIComponent(image)}`, {
    headers: { 'x-registry-auth': registryAuth(await login(), registry) },
  });
}
