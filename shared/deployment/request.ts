import { createHash } from 'node:crypto';
import type { Deployment, DeploymentKind, Pipeline, Release, Stage } from './model.ts';

export interface Wanted {
  readonly pipeline: Pipeline;
  readonly stage: Stage;
  readonly targetKey: string;
  readonly release: Release;
  readonly kind: DeploymentKind;
  readonly order: number;
  readonly requestedBy: string;
  readonly configVersion: number;
}

export interface RequestPorts {
  readonly ledger: {
    addDeployment(deployment: Deployment): Promise<boolean>;
    deployment(id: string): Promise<Deployment>;
  };
  /** Starts the workflow; a second start of the same deployment is none. */
  launch(deployment: string): Promise<void>;
  now(): number;
}

/** Writes a deployment down and starts it. The same wish, however often it comes, is one deployment. */
export async function requestDeployment(wanted: Wanted, ports: RequestPorts): Promise<Deployment> {
  const { pipeline, stage, targetKey, release, kind, order, requestedBy, configVersion } = wanted;
  const deployment: Deployment = {
    id: deploymentId(wanted),
    pipeline: pipeline.name,
    stage,
    target: targetKey,
    kind,
    release,
    order,
    requestedBy,
    requestedAt: ports.now(),
    configVersion,
  };
  await ports.ledger.addDeployment(deployment);
  // Also when it was there already: whoever wrote it may have ended before starting it.
  await ports.launch(deployment.id);
  return ports.ledger.deployment(deployment.id);
}

/** Readable, and the same for the same wish. It is the name of the durable execution: at most 64 of `[a-zA-Z0-9-_]`. */
function deploymentId({ pipeline, stage, targetKey, release, kind, order }: Wanted): string {
  const what = [pipeline.name, stage.name, targetKey, release.digest, kind, order].join('\n');
  const hash = createHash('sha256').update(what).digest('hex').slice(0, 8);
  const name = `${pipeline.name.slice(0, 20)}-${stage.name.slice(0, 15)}`.replace(/[^a-zA-Z0-9_-]/g, '_');
  const version = release.commit?.slice(0, 7) ?? release.digest.replace('sha256:', '').slice(0, 7);
  return `${name}-${version}-${hash}`;
}
