import type { StopBuildInput, StopBuildOutput } from '@aws-sdk/client-codebuild';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { BuildRecord } from '../build-record.ts';
import type { Context } from '../context.ts';

/** Answers when everything that the build started has ended. A build that has ended stays as it is. */
export const stopBuild =
  ({ builds }: Context): Operation<StopBuildInput, StopBuildOutput> =>
  async ({ id }) => {
    const build = findBuild(builds, id);
    if (!build) throw new AwsError('ResourceNotFoundException', `Build ${id} does not exist`);
    build.stop('STOPPED');
    await build.ended;
    return { build: build.describe() };
  };

/** By id or ARN. */
export const findBuild = (builds: ReadonlyMap<string, BuildRecord>, id = ''): BuildRecord | undefined =>
  builds.get(id.replace(/^arn:aws:codebuild:[^:]*:[^:]*:build\//, ''));
