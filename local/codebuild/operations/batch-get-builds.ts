import type { BatchGetBuildsInput, BatchGetBuildsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { findBuild } from './stop-build.ts';

export const batchGetBuilds =
  ({ builds }: Context): Operation<BatchGetBuildsInput, BatchGetBuildsOutput> =>
  ({ ids = [] }) => ({
    builds: ids.flatMap((id) => findBuild(builds, id)?.describe() ?? []),
    buildsNotFound: ids.filter((id) => !findBuild(builds, id)),
  });
