import { type AwsError, Refusal } from '../core/errors.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export type S3ErrorCode =
  | 'AccessControlListNotSupported'
  | 'AccessDenied'
  | 'AccessForbidden'
  | 'AuthorizationQueryParametersError'
  | 'BadDigest'
  | 'BadRequest'
  | 'BucketAlreadyOwnedByYou'
  | 'BucketNotEmpty'
  | 'ConditionalRequestConflict'
  | 'EntityTooLarge'
  | 'EntityTooSmall'
  | 'IllegalLocationConstraintException'
  | 'IllegalVersioningConfigurationException'
  | 'IncompleteBody'
  | 'InvalidArgument'
  | 'InvalidBucketName'
  | 'InvalidBucketOwnerAWSAccountID'
  | 'InvalidDigest'
  | 'InvalidLocationConstraint'
  | 'InvalidPart'
  | 'InvalidPartNumber'
  | 'InvalidPartOrder'
  | 'InvalidPolicyDocument'
  | 'InvalidRange'
  | 'InvalidRedirectLocation'
  | 'InvalidRequest'
  | 'InvalidStorageClass'
  | 'InvalidTag'
  | 'InvalidURI'
  | 'KMS.DisabledException'
  | 'KMS.KMSInvalidStateException'
  | 'KMS.NotFoundException'
  | 'KeyTooLongError'
  | 'InvalidTargetBucketForLogging'
  | 'MalformedPOSTRequest'
  | 'MalformedPolicy'
  | 'MalformedTrailerError'
  | 'MalformedXML'
  | 'MaxPostPreDataLengthExceededError'
  | 'MetadataTooLarge'
  | 'MethodNotAllowed'
  | 'MissingContentLength'
  | 'NoSuchBucket'
  | 'NoSuchBucketPolicy'
  | 'NoSuchCORSConfiguration'
  | 'NoSuchKey'
  | 'NoSuchLifecycleConfiguration'
  | 'NoSuchPublicAccessBlockConfiguration'
  | 'NoSuchTagSet'
  | 'NoSuchUpload'
  | 'NoSuchVersion'
  | 'NotImplemented'
  | 'NotModified'
  | 'OwnershipControlsNotFoundError'
  | 'PreconditionFailed'
  | 'ServerSideEncryptionConfigurationNotFoundError'
  | 'XAmzContentSHA256Mismatch';

interface S3ErrorOptions {
  status?: number;
  fields?: Record<string, unknown>;
  headers?: Record<string, string>;
  cause?: unknown;
}

/** A refusal of S3, which may also carry headers of its own (a delete marker, a current ETag). */
export class S3Error extends Refusal<S3ErrorCode> {
  readonly headers: Record<string, string>;

  constructor(code: S3ErrorCode, message: string, options: S3ErrorOptions = {}) {
    super(code, message, options);
    this.name = 'S3Error';
    this.headers = options.headers ?? {};
  }
}

/** The closed set of refusals of S3. */
export const s3Error = {
  accessControlListNotSupported: () =>
    new S3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs'),
  accessDenied: (message = 'Access Denied') => new S3Error('AccessDenied', message, { status: 403 }),
  /** A page that the bucket's CORS configuration does not allow. */
  corsForbidden: (message: string, method: string, resourceType: 'BUCKET' | 'OBJECT') =>
    new S3Error('AccessForbidden', `CORSResponse: ${message}`, {
      status: 403,
      fields: { Method: method, ResourceType: resourceType },
    }),
  missingOrigin: () => new S3Error('BadRequest', 'Insufficient information. Origin request header needed.'),
  invalidRequestedMethod: (method: string | undefined) =>
    new S3Error(
      'BadRequest',
      `Invalid Access-Control-Request-Method: ${method === undefined ? 'null' : method.slice(0, 40)}`,
    ),
  authorizationQueryParameters: () =>
    new S3Error(
      'AuthorizationQueryParametersError',
      "X-Amz-Date must be in the ISO8601 long format \"yyyyMMdd'T'HHmmss'Z'\", and X-Amz-Expires between 1 and 604800 seconds.",
    ),
  badDigest: (algorithm: string) =>
    new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`),
  badPartDigest: (algorithm: string, part: number) =>
    new S3Error(
      'BadDigest',
      `The ${algorithm} you specified for part ${part} did not match what we received.`,
    ),
  /** Both in base64. */
  badMd5: (expected: string, calculated: string) =>
    new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.', {
      fields: { ExpectedDigest: expected, CalculatedDigest: calculated },
    }),
  tooManyObjectTags: (most: number) =>
    new S3Error('BadRequest', `Object tags cannot be greater than ${most}`),
  tooManyBucketTags: (most: number) =>
    new S3Error('BadRequest', `Bucket tag count cannot be greater than ${most}`),
  bucketAlreadyOwnedByYou: (bucket: string) =>
    new S3Error(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { status: 409, fields: { BucketName: bucket } },
    ),
  bucketNotEmpty: (bucket: string, versioned: boolean) =>
    new S3Error(
      'BucketNotEmpty',
      `The bucket you tried to delete is not empty${versioned ? '. You must delete all versions in the bucket.' : ''}`,
      { status: 409, fields: { BucketName: bucket } },
    ),
  conditionalRequestConflict: (condition: string, key: string) =>
    new S3Error(
      'ConditionalRequestConflict',
      'The conditional request cannot succeed due to a conflicting operation against this resource.',
      { status: 409, fields: { Condition: condition, Key: key } },
    ),
  entityTooLarge: (limit: number, proposed?: number) =>
    new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      fields: { ...(proposed !== undefined && { ProposedSize: proposed }), MaxSizeAllowed: limit },
    }),
  entityTooSmall: (fields: {
    ProposedSize: number;
    MinSizeAllowed: number;
    PartNumber?: number;
    ETag?: string;
  }) =>
    new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      fields,
    }),
  illegalLocationConstraint: (constraint: string) =>
    new S3Error(
      'IllegalLocationConstraintException',
      `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    ),
  illegalVersioning: () =>
    new S3Error('IllegalVersioningConfigurationException', 'The Versioning element must be specified'),
  invalidLocationConstraint: (constraint: string) =>
    new S3Error('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
      fields: { LocationConstraint: constraint.slice(0, 255) },
    }),
  incompleteBody: (cause?: unknown) =>
    new S3Error(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header.',
      { cause },
    ),
  invalidArgument: (message: string, name?: string, value?: string) =>
    new S3Error('InvalidArgument', message, {
      fields: {
        ...(name !== undefined && { ArgumentName: name }),
        ...(value !== undefined && { ArgumentValue: value.slice(0, 1024) }),
      },
    }),
  invalidBucketOwner: (sent: string) =>
    new S3Error(
      'InvalidBucketOwnerAWSAccountID',
      `The value of the expected bucket owner parameter must be an AWS Account ID... [${sent.slice(0, 255)}]`,
    ),
  invalidBucketName: (bucket: string) =>
    new S3Error('InvalidBucketName', 'The specified bucket is not valid.', {
      fields: { BucketName: bucket.slice(0, 255) },
    }),
  invalidDigest: (sent: string) =>
    new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.', {
      fields: { 'Content-MD5': sent.slice(0, 255) },
    }),
  invalidPart: (part: { UploadId: string; PartNumber: number; ETag: string }) =>
    new S3Error(
      'InvalidPart',
      "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      { fields: { ...part, ETag: part.ETag.slice(0, 255) } },
    ),
  invalidPartNumber: (asked: number, parts: number) =>
    new S3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      status: 416,
      fields: { PartNumberRequested: asked, ActualPartCount: parts },
    }),
  invalidPartOrder: (uploadId: string) =>
    new S3Error(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
      { fields: { UploadId: uploadId } },
    ),
  invalidRange: (range: string, size: number) =>
    new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      status: 416,
      fields: { RangeRequested: range.slice(0, 200), ActualObjectSize: size },
      headers: { 'content-range': `bytes */${size}` },
    }),
  invalidRedirectLocation: () =>
    new S3Error(
      'InvalidRedirectLocation',
      "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
    ),
  invalidRequest: (message: string) => new S3Error('InvalidRequest', message),
  invalidStorageClass: (asked: string) =>
    new S3Error('InvalidStorageClass', 'The storage class you specified is not valid', {
      fields: { StorageClassRequested: asked.slice(0, 255) },
    }),
  invalidTargetBucketForLogging: (bucket: string) =>
    new S3Error('InvalidTargetBucketForLogging', 'The target bucket for logging does not exist', {
      fields: { TargetBucket: bucket.slice(0, 255) },
    }),
  invalidTag: (message: string, tag: { TagKey: string; TagValue?: string }) =>
    new S3Error('InvalidTag', message, { fields: tag }),
  invalidUri: () => new S3Error('InvalidURI', "Couldn't parse the specified URI."),
  /** A refusal of KMS, which S3 passes on. */
  kms: (cause: AwsError) => {
    const known = (['KMS.DisabledException', 'KMS.KMSInvalidStateException'] as const).find(
      (code) => code === `KMS.${cause.code}`,
    );
    return new S3Error(known ?? 'KMS.NotFoundException', cause.message, { cause });
  },
  keyTooLong: (size: number) =>
    new S3Error('KeyTooLongError', 'Your key is too long', {
      fields: { Size: size, MaxSizeAllowed: 1024 },
    }),
  malformedPolicy: (message: string) => new S3Error('MalformedPolicy', message),
  malformedPost: () =>
    new S3Error(
      'MalformedPOSTRequest',
      'The body of your POST request is not well-formed multipart/form-data.',
    ),
  malformedTrailer: () =>
    new S3Error(
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    ),
  malformedXml: (detail?: string) =>
    new S3Error(
      'MalformedXML',
      `The XML you provided was not well-formed or did not validate against our published schema${detail === undefined ? '' : ` (${detail})`}`,
    ),
  metadataTooLarge: (size: number) =>
    new S3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      fields: { Size: size, MaxSizeAllowed: 2048 },
    }),
  /** A header that S3 knows, and does not take here or with this value. */
  headerNotImplemented: (header: string, additionalMessage?: string) =>
    new S3Error('NotImplemented', 'A header you provided implies functionality that is not implemented', {
      status: 501,
      fields: { Header: header, ...(additionalMessage !== undefined && { additionalMessage }) },
    }),
  /** A delete marker, asked for by its version id, can only be deleted. */
  deleteMarkerNotAllowed: (marker: { versionId: string; modified: Date }) =>
    new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
      status: 405,
      fields: { ResourceType: 'DeleteMarker' },
      headers: {
        allow: 'DELETE',
        'last-modified': marker.modified.toUTCString(),
        'x-amz-delete-marker': 'true',
        'x-amz-version-id': marker.versionId,
      },
    }),
  missingFile: () =>
    new S3Error('InvalidArgument', 'POST requires exactly one file upload per request.', {
      fields: { ArgumentName: 'file', ArgumentValue: 0 },
    }),
  missingFormField: (name: string) =>
    new S3Error(
      'InvalidArgument',
      `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
      { fields: { ArgumentName: name, ArgumentValue: '' } },
    ),
  missingContentLength: () =>
    new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.', { status: 411 }),
  unreachableDestinations: (failures: readonly { name: string; why: string }[]) =>
    new S3Error('InvalidArgument', 'Unable to validate the following destination configurations', {
      fields: Object.fromEntries(
        failures.flatMap(({ name, why }, index) => [
          [`ArgumentName${index + 1}`, name],
          [`ArgumentValue${index + 1}`, why],
        ]),
      ),
    }),
  noSuchBucket: (bucket: string) =>
    new S3Error('NoSuchBucket', 'The specified bucket does not exist', {
      status: 404,
      fields: { BucketName: bucket },
    }),
  noSuchConfiguration: (
    code: Extract<S3ErrorCode, `NoSuch${string}` | `${string}NotFoundError`>,
    message: string,
    bucket: string,
  ) => new S3Error(code, message, { status: 404, fields: { BucketName: bucket } }),
  noSuchKey: (key: string, marker?: { versionId: string }) =>
    new S3Error('NoSuchKey', 'The specified key does not exist.', {
      status: 404,
      fields: { Key: key },
      ...(marker && { headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.versionId } }),
    }),
  noSuchUpload: (uploadId: string) =>
    new S3Error(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      { status: 404, fields: { UploadId: uploadId.slice(0, 255) } },
    ),
  noSuchVersion: (key: string, versionId: string) =>
    new S3Error('NoSuchVersion', 'The specified version does not exist.', {
      status: 404,
      fields: { Key: key, VersionId: versionId.slice(0, 255) },
    }),
  notModified: (headers: Record<string, string>) =>
    new S3Error('NotModified', 'Not Modified', { status: 304, headers }),
  invalidPolicy: (why: string) => new S3Error('InvalidPolicyDocument', `Invalid Policy: ${why}`),
  policyRefuses: (why: string) =>
    new S3Error('AccessDenied', `Invalid according to Policy: ${why}`, { status: 403 }),
  tooMuchBeforeFile: () =>
    new S3Error(
      'MaxPostPreDataLengthExceededError',
      'Your POST request fields preceding the upload file were too large.',
    ),
  preconditionFailed: (condition: string) =>
    new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
      status: 412,
      fields: { Condition: condition },
    }),
  contentSha256Mismatch: () =>
    new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ),
};
