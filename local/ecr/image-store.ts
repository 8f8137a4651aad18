import type { ImageStore } from '../parts.ts';
import type { Context } from './context.ts';

/** `HOST/NAME:TAG` or `HOST/NAME@DIGEST`, where the host may have a port. */
const reference = /^(?<host>[^/]+)\/(?<name>[^:@]+)(?::(?<tag>[^@]+))?(?:@(?<digest>.+))?$/;

/**
 * How ECS finds an image. Both this registry's own address and the account's name on AWS
 * (`ACCOUNT.dkr.ecr.REGION.amazonaws.com`) are known. Every task start pulls, so each look counts as one.
 */
export function imageStoreOf({ account, clock, repositories, blobs }: Context): ImageStore {
  const ours = [repositories.host, `${account.id}.dkr.ecr.${account.region}.amazonaws.com`];
  return {
    exposed(image) {
      const { host, name = '', tag, digest } = reference.exec(image)?.groups ?? {};
      const repository = host !== undefined && ours.includes(host) ? repositories.find(name) : undefined;
      const found = repository?.find(digest ?? tag ?? 'latest')?.manifest;
      const [child] = found?.children ?? [];
      const config = (child === undefined ? found : repository?.find(child)?.manifest)?.blobs[0]?.digest;
      return config === undefined ? undefined : exposedPorts(blobs.text(config));
    },
    resolve(image) {
      const { host, name = '', tag, digest } = reference.exec(image)?.groups ?? {};
      if (host === undefined || !ours.includes(host))
        return {
          error: `CannotPullContainerError: the local cloud pulls from its own registry ${repositories.host} only: ${image}`,
        };
      const repository = repositories.find(name);
      const found = repository?.find(digest ?? tag ?? 'latest');
      if (!repository || !found)
        return {
          error: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`,
        };
      found.lastPull = clock.date();
      const { digest: resolved } = found.manifest;
      return { repository: name, digest: resolved, pull: `${repositories.host}/${name}@${resolved}` };
    },
  };
}

/** The ports of an image's configuration, as EXPOSE has them: `3000/tcp`. */
function exposedPorts(config: string): number[] {
  const { config: settings }: { config?: { ExposedPorts?: Record<string, unknown> } } = JSON.parse(config);
  return Object.keys(settings?.ExposedPorts ?? {})
    .map((port) => Number.parseInt(port, 10))
    .sort((one, other) => one - other);
}
