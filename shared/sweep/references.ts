import type { Reference } from './resource.ts';

/** What the ledger knows to be needed: good releases, and deployments that have not ended. */
export interface References {
  /** Rejects when any of it cannot be read. */
  references(): Promise<{
    /** Digests, `sha256:…`. */
    readonly images: readonly string[];
    /** ARNs. */
    readonly taskDefinitions: readonly string[];
  }>;
}

export async function readLedger(ledger: References): Promise<Reference[]> {
  const { images, taskDefinitions } = await ledger.references();
  const because = 'the ledger has it as a good release or in a deployment that has not ended';
  const releases = images.map(releaseOf);
  return [...images, ...releases, ...taskDefinitions].map((name) => ({ name, because }));
}

/**
 * The name of all that runs a release. By it a revision stays whose image the ledger needs: a deployment under way may
 * have chosen it, and the service does not have it yet.
 */
export function releaseOf(image: string): string {
  return `release:${image}`;
}
