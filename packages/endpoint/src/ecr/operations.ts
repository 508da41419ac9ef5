import type { Operation } from '../core/operation.ts';
import { createRepository } from './actions/create-repository.ts';
import { deleteLifecyclePolicy } from './actions/delete-lifecycle-policy.ts';
import { deleteRepository } from './actions/delete-repository.ts';
import { deleteRepositoryPolicy } from './actions/delete-repository-policy.ts';
import { describeRepositories } from './actions/describe-repositories.ts';
import { getLifecyclePolicy } from './actions/get-lifecycle-policy.ts';
import { getRepositoryPolicy } from './actions/get-repository-policy.ts';
import { listTagsForResource } from './actions/list-tags-for-resource.ts';
import { putImageScanningConfiguration } from './actions/put-image-scanning-configuration.ts';
import { putImageTagMutability } from './actions/put-image-tag-mutability.ts';
import { putLifecyclePolicy } from './actions/put-lifecycle-policy.ts';
import { setRepositoryPolicy } from './actions/set-repository-policy.ts';
import { tagResource } from './actions/tag-resource.ts';
import { untagResource } from './actions/untag-resource.ts';
import type { EcrEngine } from './engine.ts';

export const operations: Record<string, Operation<EcrEngine>> = {
  CreateRepository: createRepository,
  DeleteLifecyclePolicy: deleteLifecyclePolicy,
  DeleteRepository: deleteRepository,
  DeleteRepositoryPolicy: deleteRepositoryPolicy,
  DescribeRepositories: describeRepositories,
  GetLifecyclePolicy: getLifecyclePolicy,
  GetRepositoryPolicy: getRepositoryPolicy,
  ListTagsForResource: listTagsForResource,
  PutImageScanningConfiguration: putImageScanningConfiguration,
  PutImageTagMutability: putImageTagMutability,
  PutLifecyclePolicy: putLifecyclePolicy,
  SetRepositoryPolicy: setRepositoryPolicy,
  TagResource: tagResource,
  UntagResource: untagResource,
};
