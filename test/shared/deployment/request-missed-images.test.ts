import { describe, expect, it } from 'vitest';
import type { Deployment, Pipeline } from '../../../shared/deployment/model.ts';
import { type PushedImage, requestImage } from '../../../shared/deployment/request-image.ts';
import {
  type MissedImagesPorts,
  requestMissedImages,
} from '../../../shared/deployment/request-missed-images.ts';
import { MISSED_AFTER_MS, NEWS_FOR_MS } from '../../../shared/deployment/timing.ts';

const NOW = 1_700_000_000_000;

const ecs = (service: string) => ({ kind: 'ecs', cluster: 'web', service }) as const;
const pipeline: Pipeline = {
  name: 'web',
  repository: 'web',
  stages: [
    {
      name: 'prod',
      targets: [ecs('web'), ecs('worker')],
      health: {
        ...{ path: '/', status: [200], consecutive: 3, intervalSeconds: 1 },
        ...{ timeoutSeconds: 5, limitSeconds: 60, bakeSeconds: 0 },
      },
      rolloutLimitSeconds: 120,
    },
  ],
};

function imageOf(age: number): PushedImage {
  const of = { repository: 'web', repositoryUri: 'host/web', digest: 'sha256:abc', tags: ['v1'] };
  return { ...of, pushedAt: NOW - age };
}

/** A ledger in memory, and the newest image of every repository. */
function world(newest: PushedImage | undefined, appliedAt = 0) {
  const deployments = new Map<string, Deployment>();
  const launched: string[] = [];
  const ports: MissedImagesPorts = {
    now: () => NOW,
    config: async () => ({ version: 1, pipelines: [pipeline], appliedAt }),
    orderOfCommit: async () => undefined,
    newestImage: async () => newest,
    targetKey: (target) => (target.kind === 'ecs' ? target.service : target.environment),
    launch: async (id) => void launched.push(id),
    ledger: {
      addDeployment: async (deployment) => {
        const isNew = !deployments.has(deployment.id);
        if (isNew) deployments.set(deployment.id, deployment);
        return isNew;
      },
      deployment: async (id) => {
        const found = deployments.get(id);
        if (found === undefined) throw new Error(`no deployment ${id}`);
        return found;
      },
      findDeployment: async (id) => deployments.get(id),
    },
  };
  return { ports, deployments, launched };
}

async function lookIn({ ports }: ReturnType<typeof world>) {
  const report = { requested: [], failures: [] };
  await requestMissedImages(ports, report);
  return report;
}

describe('an image whose event was lost', () => {
  it('is requested for every target, once', async () => {
    const missed = world(imageOf(MISSED_AFTER_MS));
    const { requested } = await lookIn(missed);
    expect(requested).toEqual([...missed.deployments.keys()]);
    expect([...missed.deployments.values()].map(({ target }) => target)).toEqual(['web', 'worker']);
    expect(await lookIn(missed)).toEqual({ requested: [], failures: [] });
    expect(missed.launched).toEqual(requested);
  });

  it('is the same wish as its event', async () => {
    const image = imageOf(MISSED_AFTER_MS);
    const heard = world(image);
    await requestImage(image, 'image v1', heard.ports);
    expect(await lookIn(heard)).toEqual({ requested: [], failures: [] });
    expect(heard.launched).toHaveLength(2);
  });

  it('is requested anew where only some of its deployments were written down', async () => {
    const image = imageOf(MISSED_AFTER_MS);
    const halfway = world(image);
    await requestImage(image, 'image v1', halfway.ports);
    const [first, last = ''] = halfway.deployments.keys();
    halfway.deployments.delete(last);
    expect((await lookIn(halfway)).requested).toEqual([first, last]);
  });

  it.each([
    ['its event may be on its way', imageOf(MISSED_AFTER_MS - 1), 0],
    ['it is old', imageOf(NEWS_FOR_MS), 0],
    ['it was there before the configuration', imageOf(MISSED_AFTER_MS), NOW - MISSED_AFTER_MS + 1],
    ['there is none', undefined, 0],
  ])('is left alone where %s', async (_, image, appliedAt) => {
    expect(await lookIn(world(image, appliedAt))).toEqual({ requested: [], failures: [] });
  });
});
