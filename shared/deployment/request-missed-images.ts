import { deploymentId, requestDeployments } from './request.ts';
import { type PushedImage, type RequestImagePorts, wishesFor } from './request-image.ts';
import { MISSED_AFTER_MS, NEWS_FOR_MS } from './timing.ts';

export interface MissedImagesPorts extends RequestImagePorts {
  readonly ledger: RequestImagePorts['ledger'] & {
    findDeployment(id: string): Promise<object | undefined>;
  };
  /** The image with a tag that was pushed last, if any. */
  newestImage(repository: string): Promise<PushedImage | undefined>;
}

/** Ids of deployments that were requested, and what could not be. */
interface Report {
  readonly requested: string[];
  readonly failures: string[];
}

/**
 * ECR's events are lost like any others: requests what the newest image of each repository should have led to. Older ones
 * would be superseded by it. What was pushed before the configuration in force was never meant for it.
 */
export async function requestMissedImages(ports: MissedImagesPorts, report: Report): Promise<void> {
  const { pipelines, appliedAt = 0 } = await ports.config();
  for (const repository of new Set(pipelines.map((pipeline) => pipeline.repository))) {
    try {
      const image = await ports.newestImage(repository);
      if (image === undefined || image.pushedAt < appliedAt) continue;
      const age = ports.now() - image.pushedAt;
      if (age >= MISSED_AFTER_MS && age < NEWS_FOR_MS) await requestMissed(image, ports, report);
    } catch (error) {
      report.failures.push(`${repository}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

async function requestMissed(image: PushedImage, ports: MissedImagesPorts, report: Report): Promise<void> {
  for (const wanted of await wishesFor(image, 'reconcile', ports)) {
    // They are written in their order: with the last one all of them were.
    const last = wanted.releases.at(-1);
    if (last === undefined) continue;
    const id = deploymentId(wanted, last, ports.targetKey(last.target));
    if (await ports.ledger.findDeployment(id)) continue;
    report.requested.push(...(await requestDeployments(wanted, ports)).map((deployment) => deployment.id));
  }
}
