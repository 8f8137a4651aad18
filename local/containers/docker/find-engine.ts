import { addressOf, DockerApi } from './api.ts';

/** How long an engine may take to say that it is there, in milliseconds. It is on this machine. */
const PING_TIMEOUT = 2000;
const DEFAULT_HOST = 'unix:///var/run/docker.sock';

export interface FoundEngine {
  readonly api: DockerApi;
  /** For docker's own client. */
  readonly host: string;
}

/** The engine at DOCKER_HOST or the usual socket, or why there is none. */
export async function findEngine(): Promise<FoundEngine | { reason: string }> {
  const host = process.env.DOCKER_HOST || DEFAULT_HOST;
  const address = addressOf(host);
  if (!address || process.env.DOCKER_TLS_VERIFY)
    return { reason: `DOCKER_HOST=${host} cannot be reached without docker's own client` };
  const api = new DockerApi(address);
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('it did not answer')), PING_TIMEOUT).unref();
  });
  try {
    await Promise.race([api.call('GET', '/_ping'), late]);
    return { api, host };
  } catch (error) {
    api.close();
    return {
      reason: `no Docker engine answers at ${host} (${error instanceof Error ? error.message : error})`,
    };
  }
}
