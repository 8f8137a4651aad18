import type { BuildEnded, DeploymentEnded } from '../../events/index.ts';

// Of what people are told, and the name under which it is remembered that they were.

/** Undefined where it is no news: that an older push was overtaken. */
export function newsOfDeployment({ deployment, verdict }: DeploymentEnded): string | undefined {
  return verdict === 'superseded' ? undefined : deployment;
}

/** Undefined where it is no news: a build that went well leads to a deployment. */
export function newsOfBuild({ build, pipeline, commit, status, reason }: BuildEnded): string | undefined {
  if (status === 'SUCCEEDED' && reason === undefined) return undefined;
  // One that was refused has no id of its own.
  return build === 'none' ? `${pipeline}:${commit}` : build;
}
