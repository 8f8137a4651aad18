import type { CreateRepositoryRequest, DescribeRepositoriesRequest } from '@aws-sdk/client-ecr';
import type { AccessRules, Scope } from './rules.ts';
import { tagging } from './tag-on-creation.ts';

const repository = ({ repositoryName }: { readonly repositoryName: string }, { arn }: Scope) => [
  arn('ecr', `repository/${repositoryName}`),
];

const tagged = ({ resourceArn = '*' }: { readonly resourceArn?: string | undefined }) => [resourceArn];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html */
export const ecrAccess: AccessRules = {
  prefix: 'ecr',
  resources: {
    BatchDeleteImage: repository,
    BatchGetImage: repository,
    CreateRepository: repository,
    DeleteRepository: repository,
    DescribeImages: repository,
    DescribeRepositories: ({ repositoryNames = ['*'] }: DescribeRepositoriesRequest, { arn }) =>
      repositoryNames.map((name) => arn('ecr', `repository/${name}`)),
    GetDownloadUrlForLayer: repository,
    GetLifecyclePolicy: repository,
    GetRepositoryPolicy: repository,
    ListImages: repository,
    ListTagsForResource: tagged,
    PutImage: repository,
    PutImageTagMutability: repository,
    PutLifecyclePolicy: repository,
    SetRepositoryPolicy: repository,
    TagResource: tagged,
    UntagResource: tagged,
  },
  more: {
    // The reference names it as a dependent action.
    CreateRepository: (input: CreateRepositoryRequest, scope: Scope) =>
      tagging(
        'ecr:TagResource',
        input.tags,
        repository({ repositoryName: input.repositoryName ?? '' }, scope),
      ),
  },
};
