import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { batchDeleteImage } from './batch-delete-image.ts';
import { batchGetImage } from './batch-get-image.ts';
import { createRepository } from './create-repository.ts';
import { deleteRepository } from './delete-repository.ts';
import { describeImages } from './describe-images.ts';
import { describeRepositories } from './describe-repositories.ts';
import { getAuthorizationToken } from './get-authorization-token.ts';
import { getDownloadUrlForLayer } from './get-download-url-for-layer.ts';
import { getLifecyclePolicy } from './get-lifecycle-policy.ts';
import { getRepositoryPolicy } from './get-repository-policy.ts';
import { listImages } from './list-images.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { putImage } from './put-image.ts';
import { putImageTagMutability } from './put-image-tag-mutability.ts';
import { putLifecyclePolicy } from './put-lifecycle-policy.ts';
import { setRepositoryPolicy } from './set-repository-policy.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';

export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  BatchDeleteImage: batchDeleteImage(context),
  BatchGetImage: batchGetImage(context),
  CreateRepository: createRepository(context),
  DeleteRepository: deleteRepository(context),
  DescribeImages: describeImages(context),
  DescribeRepositories: describeRepositories(context),
  GetAuthorizationToken: getAuthorizationToken(context),
  GetDownloadUrlForLayer: getDownloadUrlForLayer(context),
  GetLifecyclePolicy: getLifecyclePolicy(context),
  GetRepositoryPolicy: getRepositoryPolicy(context),
  ListImages: listImages(context),
  ListTagsForResource: listTagsForResource(context),
  PutImage: putImage(context),
  PutImageTagMutability: putImageTagMutability(context),
  PutLifecyclePolicy: putLifecyclePolicy(context),
  SetRepositoryPolicy: setRepositoryPolicy(context),
  TagResource: tagResource(context),
  UntagResource: untagResource(context),
});
