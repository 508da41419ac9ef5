import { refusals } from '../core/errors.ts';

/** https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html */
export type KmsErrorCode =
  | 'AlreadyExistsException'
  | 'DisabledException'
  | 'IncorrectKeyException'
  | 'InvalidAliasNameException'
  | 'InvalidCiphertextException'
  | 'InvalidMarkerException'
  | 'KMSInvalidStateException'
  | 'MalformedPolicyDocumentException'
  | 'NotFoundException'
  | 'TagException'
  | 'ValidationException';

const refusal = refusals<KmsErrorCode>();

/** The closed set of refusals of KMS. */
export const kmsError = {
  alreadyExists: (alias: string) =>
    refusal('AlreadyExistsException', `An alias with the name ${alias} already exists`),
  disabled: (arn: string) => refusal('DisabledException', `${arn} is disabled.`),
  incorrectKey: () =>
    refusal(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    ),
  invalidAliasName: (message: string) => refusal('InvalidAliasNameException', message),
  invalidCiphertext: () => refusal('InvalidCiphertextException', 'The ciphertext is not valid.'),
  invalidMarker: () => refusal('InvalidMarkerException', 'The marker is not valid.'),
  invalidState: (arn: string, state: string) => refusal('KMSInvalidStateException', `${arn} is ${state}.`),
  malformedPolicy: () =>
    refusal('MalformedPolicyDocumentException', 'The policy is not a valid policy document.'),
  notFound: (message: string) => refusal('NotFoundException', message),
  tag: (message: string) => refusal('TagException', message),
  validation: (message: string) => refusal('ValidationException', message),
};
