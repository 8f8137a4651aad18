import type { DescribeRepositoriesRequest, DescribeRepositoriesResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeRepository } from '../describe.ts';
import { page } from '../paging.ts';

export const describeRepositories =
  ({
    account,
    repositories,
  }: Context): Operation<DescribeRepositoriesRequest, DescribeRepositoriesResponse> =>
  (input) => {
    const chosen =
      input.repositoryNames?.map((name) => repositories.get(name, input.registryId)) ?? repositories.all();
    const { items, nextToken } = page(chosen, input);
    return {
      repositories: items.map((repository) => describeRepository(account, repository)),
      ...(nextToken === undefined ? {} : { nextToken }),
    };
  };
