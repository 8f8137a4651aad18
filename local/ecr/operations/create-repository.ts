import type { CreateRepositoryRequest, CreateRepositoryResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeRepository } from '../describe.ts';
import { settingsOf } from '../settings.ts';
import { setTags } from '../tags.ts';

export const createRepository =
  ({ account, clock, repositories }: Context): Operation<CreateRepositoryRequest, CreateRepositoryResponse> =>
  ({ repositoryName, tags, ...input }) => {
    const repository = repositories.create(repositoryName ?? '', clock.date(), settingsOf(input));
    setTags(repository, tags);
    return { repository: describeRepository(account, repository) };
  };
