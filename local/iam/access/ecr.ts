import type { DescribeRepositoriesRequest } from '@aws-sdk/client-ecr';
import type { AccessRules, Scope } from './rules.ts';

const repository = ({ repositoryName }: { readonly repositoryName: string }, { arn }: Scope) => [
  arn('ecr', `repository/${repositoryName}`),
];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html */
export const ecrAccess: AccessRules = {
  prefix: 'ecr',
  resources: {
    BatchDeleteImage: repository,
    BatchGetImage: repository,
    DeleteRepository: repository,
    DescribeImages: repository,
    DescribeRepositories: ({ repositoryNames = ['*'] }: DescribeRepositoriesRequest, { arn }) =>
      repositoryNames.map((name) => arn('ecr', `repository/${name}`)),
    GetDownloadUrlForLayer: repository,
    GetRepositoryPolicy: repository,
    ListImages: repository,
    PutImage: repository,
  },
};
