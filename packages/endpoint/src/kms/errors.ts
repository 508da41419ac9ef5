import { AwsError } from '../core/errors.ts';

/** The closed set of refusals of KMS. */
export const kmsError = {
  alreadyExists: (alias: string) =>
    new AwsError('AlreadyExistsException', `An alias with the name ${alias} already exists`),
  disabled: (arn: string) => new AwsError('DisabledException', `${arn} is disabled.`),
  incorrectKey: () =>
    new AwsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    ),
  invalidAliasName: (message: string) => new AwsError('InvalidAliasNameException', message),
  invalidCiphertext: () => new AwsError('InvalidCiphertextException', 'The ciphertext is not valid.'),
  invalidMarker: () => new AwsError('InvalidMarkerException', 'The marker is not valid.'),
  invalidState: (arn: string, state: string) =>
    new AwsError('KMSInvalidStateException', `${arn} is ${state}.`),
  malformedPolicy: () =>
    new AwsError('MalformedPolicyDocumentException', 'The policy is not a valid policy document.'),
  notFound: (message: string) => new AwsError('NotFoundException', message),
  tag: (message: string) => new AwsError('TagException', message),
  validation: (message: string) => new AwsError('ValidationException', message),
};
