import { AwsError } from '../core/errors.ts';

/** The closed set of refusals of ECR. */
export const ecrError = {
  invalidParameter: (message: string) => new AwsError('InvalidParameterException', message),
  lifecyclePolicyNotFound: (name: string) =>
    new AwsError(
      'LifecyclePolicyNotFoundException',
      `Lifecycle policy does not exist for the repository with name '${name}'`,
    ),
  repositoryAlreadyExists: (name: string) =>
    new AwsError('RepositoryAlreadyExistsException', `The repository with name '${name}' already exists`),
  repositoryNotFound: (name: string) =>
    new AwsError('RepositoryNotFoundException', `The repository with name '${name}' does not exist`),
  repositoryPolicyNotFound: (name: string) =>
    new AwsError(
      'RepositoryPolicyNotFoundException',
      `Repository policy does not exist for the repository with name '${name}'`,
    ),
  tooManyTags: () => new AwsError('TooManyTagsException', 'A repository can have at most 50 tags.'),
};
