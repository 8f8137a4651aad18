import { DeleteRepositoryCommand, ECRClient, paginateDescribeRepositories } from '@aws-sdk/client-ecr';
import { beginningWith, type Kind, listed, unlessGone } from './kind.ts';

/** Repositories of ECR, with their images. */
export const repositories: Kind = {
  what: 'repository',
  named: async (beginning) => {
    const client = new ECRClient({});
    const all = await listed(paginateDescribeRepositories({ client }, {}), (page) => page.repositories);
    return beginningWith(
      beginning,
      all.map(({ repositoryName }) => repositoryName),
    );
  },
  remove: (repositoryName) =>
    new ECRClient({}).send(new DeleteRepositoryCommand({ repositoryName, force: true })).catch(unlessGone),
};
