import { createHash } from 'node:crypto';
import type { PushAccepted } from '../../events/index.ts';
import type { Pipeline } from './model.ts';

/** A push of a branch, from whichever host. */
export interface BranchPush {
  readonly provider: 'github';
  readonly repository: string;
  readonly branch: string;
  readonly before: string;
  readonly after: string;
  readonly author?: string;
  readonly message?: string;
}

/** What the build workflow is started with. */
export interface BuildRequest {
  readonly pipeline: string;
  readonly branch: string;
  readonly commit: string;
  readonly order: number;
}

export interface AcceptPushPorts {
  pipelines(): Promise<readonly Pipeline[]>;
  numberPush(
    push: { pipeline: string; branch: string; before: string; after: string },
    now: number,
  ): Promise<{ order: number }>;
  /** Starts a build workflow; a second start under the same name is none. */
  launchBuild(name: string, request: BuildRequest): Promise<void>;
  publish(event: PushAccepted): Promise<void>;
  now(): number;
}

export type PushAnswer =
  | { readonly kind: 'accepted'; readonly builds: readonly BuildRequest[] }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Numbers a push and starts its build, for each pipeline that has this branch as its source. */
export async function acceptPush(push: BranchPush, ports: AcceptPushPorts): Promise<PushAnswer> {
  const pipelines = await ports.pipelines();
  const ofRepository = pipelines.filter(({ source }) => source !== undefined && sameRepository(source, push));
  if (ofRepository.length === 0) {
    return {
      kind: 'unknown',
      reason: `No pipeline has ${push.repository} as its source. Name it in slipway.yml and run "slipway apply".`,
    };
  }
  const following = ofRepository.filter(({ source }) => source?.branch === push.branch);
  if (following.length === 0) {
    const followed = [...new Set(ofRepository.map(({ source }) => source?.branch))].join(', ');
    return {
      kind: 'ignored',
      reason: `Branch ${push.branch} is not deployed: the pipelines of ${push.repository} follow ${followed}.`,
    };
  }
  const builds: BuildRequest[] = [];
  for (const pipeline of following) builds.push(await start(pipeline, push, ports));
  return { kind: 'accepted', builds };
}

async function start(pipeline: Pipeline, push: BranchPush, ports: AcceptPushPorts): Promise<BuildRequest> {
  const { branch, before, after, author, message } = push;
  const { order } = await ports.numberPush({ pipeline: pipeline.name, branch, before, after }, ports.now());
  const request = { pipeline: pipeline.name, branch, commit: after, order };
  // A pipeline without a build waits for whoever else pushes its image: the push still has its number.
  if (pipeline.build !== undefined) await ports.launchBuild(executionName(request), request);
  await ports.publish({ ...request, ...(author ? { author } : {}), ...(message ? { message } : {}) });
  return request;
}

function executionName({ pipeline, commit, order }: BuildRequest): string {
  const hash = createHash('sha256').update(`${pipeline}\n${commit}\n${order}`).digest('hex').slice(0, 12);
  return `build-${pipeline.slice(0, 20).replace(/[^a-zA-Z0-9_-]/g, '_')}-${commit.slice(0, 7)}-${hash}`;
}

/** GitHub does not tell cases apart in names of owners and repositories. */
function sameRepository(source: NonNullable<Pipeline['source']>, push: BranchPush): boolean {
  return (
    source.provider === push.provider && source.repository.toLowerCase() === push.repository.toLowerCase()
  );
}
