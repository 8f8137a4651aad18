import { createHash } from 'node:crypto';
import {
  BatchGetBuildsCommand,
  type Build,
  type CodeBuildClient,
  StartBuildCommand,
} from '@aws-sdk/client-codebuild';
import type { BuildRequest } from '../deployment/accept-push.ts';
import type { BuildState } from '../deployment/build-workflow.ts';
import { explain } from './errors.ts';

/**
 * Starts a build of one commit. The token makes a repeated start the same build (CodeBuild keeps it for 5 minutes).
 * @throws Retryable when CodeBuild's queue is full (`AccountLimitExceededException`), Rejected when the project is wrong
 */
export async function startBuild(
  codebuild: CodeBuildClient,
  projectName: string,
  { commit, branch, pipeline }: BuildRequest,
  token: string,
): Promise<string> {
  try {
    const { build } = await codebuild.send(
      new StartBuildCommand({
        projectName,
        sourceVersion: commit,
        idempotencyToken: createHash('sha256').update(token).digest('hex'),
        environmentVariablesOverride: [
          { name: 'SLIPWAY_PIPELINE', value: pipeline, type: 'PLAINTEXT' },
          { name: 'SLIPWAY_COMMIT', value: commit, type: 'PLAINTEXT' },
          { name: 'SLIPWAY_BRANCH', value: branch, type: 'PLAINTEXT' },
        ],
      }),
    );
    if (build?.id === undefined) throw new Error('CodeBuild gave no id');
    return build.id;
  } catch (error) {
    throw explain(error, `starting a build of ${commit} with the project ${projectName}`);
  }
}

export async function lookAtBuild(codebuild: CodeBuildClient, id: string): Promise<BuildState> {
  try {
    const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: [id] }));
    const [build] = builds ?? [];
    if (build === undefined) return { status: 'FAULT', reason: `CodeBuild no longer knows the build ${id}` };
    const reason = whyFailed(build);
    const logs = build.logs?.deepLink;
    return { status: build.buildStatus ?? 'FAULT', ...(reason ? { reason } : {}), ...(logs ? { logs } : {}) };
  } catch (error) {
    throw explain(error, `looking at the build ${id}`);
  }
}

function whyFailed({ phases = [] }: Build): string | undefined {
  const failed = phases.find(({ phaseStatus }) => phaseStatus !== undefined && phaseStatus !== 'SUCCEEDED');
  if (failed === undefined) return undefined;
  const said = (failed.contexts ?? [])
    .map(({ message }) => message)
    .filter(Boolean)
    .join('; ');
  return `${failed.phaseType} ${failed.phaseStatus?.toLowerCase()}${said ? `: ${said}` : ''}`;
}
