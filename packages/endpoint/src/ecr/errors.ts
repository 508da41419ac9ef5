import { refusals } from '../core/errors.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html */
export type EcrErrorCode =
  | 'InvalidParameterException'
  | 'LifecyclePolicyNotFoundException'
  | 'RepositoryAlreadyExistsException'
  | 'RepositoryNotFoundException'
  | 'RepositoryPolicyNotFoundException'
  | 'TooManyTagsException';

const refusal = refusals<EcrErrorCode>();

/** The closed set of refusals of ECR. */
export const ecrError = {
  invalidParameter: (message: string) => refusal('InvalidParameterException', message),
  lifecyclePolicyNotFound: (name: string) =>
    refusal(
      'LifecyclePolicyNotFoundException',
      `Lifecycle policy does not exist for the repository with name '${name}'`,
    ),
  repositoryAlreadyExists: (name: string) =>
    refusal('RepositoryAlreadyExistsException', `The repository with name '${name}' already exists`),
  repositoryNotFound: (name: string) =>
    refusal('RepositoryNotFoundException', `The repository with name '${name}' does not exist`),
  repositoryPolicyNotFound: (name: string) =>
    refusal(
      'RepositoryPolicyNotFoundException',
      `Repository policy does not exist for the repository with name '${name}'`,
    ),
  tooManyTags: () => refusal('TooManyTagsException', 'A repository can have at most 50 tags.'),
};
