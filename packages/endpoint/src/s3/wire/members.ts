import type { WireRequest } from '../../core/wire.ts';
import { header } from './request-body.ts';

/** Request headers and the members of SDK inputs that they are. The same name means the same in every operation. */
const REQUEST_HEADERS: Record<string, string> = {
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  'content-md5': 'ContentMD5',
  'content-type': 'ContentType',
  expires: 'Expires',
  'if-match': 'IfMatch',
  'if-modified-since': 'IfModifiedSince',
  'if-none-match': 'IfNoneMatch',
  'if-unmodified-since': 'IfUnmodifiedSince',
  range: 'Range',
  'x-amz-acl': 'ACL',
  'x-amz-bypass-governance-retention': 'BypassGovernanceRetention',
  'x-amz-checksum-algorithm': 'ChecksumAlgorithm',
  'x-amz-checksum-crc32': 'ChecksumCRC32',
  'x-amz-checksum-crc32c': 'ChecksumCRC32C',
  'x-amz-checksum-crc64nvme': 'ChecksumCRC64NVME',
  'x-amz-checksum-mode': 'ChecksumMode',
  'x-amz-checksum-sha1': 'ChecksumSHA1',
  'x-amz-checksum-sha256': 'ChecksumSHA256',
  'x-amz-checksum-type': 'ChecksumType',
  'x-amz-copy-source': 'CopySource',
  'x-amz-copy-source-if-match': 'CopySourceIfMatch',
  'x-amz-copy-source-if-modified-since': 'CopySourceIfModifiedSince',
  'x-amz-copy-source-if-none-match': 'CopySourceIfNoneMatch',
  'x-amz-copy-source-if-unmodified-since': 'CopySourceIfUnmodifiedSince',
  'x-amz-copy-source-range': 'CopySourceRange',
  'x-amz-expected-bucket-owner': 'ExpectedBucketOwner',
  'x-amz-if-match-last-modified-time': 'IfMatchLastModifiedTime',
  'x-amz-if-match-size': 'IfMatchSize',
  'x-amz-max-parts': 'MaxParts',
  'x-amz-metadata-directive': 'MetadataDirective',
  'x-amz-mp-object-size': 'MpuObjectSize',
  'x-amz-object-attributes': 'ObjectAttributes',
  'x-amz-object-ownership': 'ObjectOwnership',
  'x-amz-part-number-marker': 'PartNumberMarker',
  'x-amz-sdk-checksum-algorithm': 'ChecksumAlgorithm',
  'x-amz-server-side-encryption': 'ServerSideEncryption',
  'x-amz-server-side-encryption-aws-kms-key-id': 'SSEKMSKeyId',
  'x-amz-server-side-encryption-bucket-key-enabled': 'BucketKeyEnabled',
  'x-amz-source-expected-bucket-owner': 'ExpectedSourceBucketOwner',
  'x-amz-skip-destination-validation': 'SkipDestinationValidation',
  'x-amz-storage-class': 'StorageClass',
  'x-amz-tagging': 'Tagging',
  'x-amz-tagging-directive': 'TaggingDirective',
  'x-amz-transition-default-minimum-object-size': 'TransitionDefaultMinimumObjectSize',
  'x-amz-website-redirect-location': 'WebsiteRedirectLocation',
};

/** Query parameters that are members of SDK inputs. */
const QUERY_PARAMETERS: Record<string, string> = {
  'bucket-region': 'BucketRegion',
  'continuation-token': 'ContinuationToken',
  delimiter: 'Delimiter',
  'encoding-type': 'EncodingType',
  'fetch-owner': 'FetchOwner',
  'key-marker': 'KeyMarker',
  marker: 'Marker',
  'max-buckets': 'MaxBuckets',
  'max-keys': 'MaxKeys',
  'max-parts': 'MaxParts',
  'max-uploads': 'MaxUploads',
  'part-number-marker': 'PartNumberMarker',
  partNumber: 'PartNumber',
  prefix: 'Prefix',
  'response-cache-control': 'ResponseCacheControl',
  'response-content-disposition': 'ResponseContentDisposition',
  'response-content-encoding': 'ResponseContentEncoding',
  'response-content-language': 'ResponseContentLanguage',
  'response-content-type': 'ResponseContentType',
  'response-expires': 'ResponseExpires',
  'start-after': 'StartAfter',
  uploadId: 'UploadId',
  'upload-id-marker': 'UploadIdMarker',
  'version-id-marker': 'VersionIdMarker',
  versionId: 'VersionId',
};

/** Parameters that say what a request is, and so belong to the operations that name them. */
const TELLING_PARAMETERS = new Set(['uploadId', 'partNumber']);

/**
 * Whether a parameter would make a request another operation's: a sub-resource, which stands without a value, or a
 * part of an upload. Any other parameter that S3 does not know it passes over.
 */
export function chooses(name: string, value: string): boolean {
  return TELLING_PARAMETERS.has(name) || (value === '' && !Object.hasOwn(QUERY_PARAMETERS, name));
}

/** Headers that would change what a request means, of features that are not here. */
const UNSUPPORTED_HEADERS = [
  /^x-amz-bucket-object-lock-enabled$/,
  /^x-amz-bucket-namespace$/,
  /^x-amz-copy-source-server-side-encryption-customer-/,
  /^x-amz-grant-/,
  /^x-amz-mfa$/,
  /^x-amz-object-lock-/,
  /^x-amz-server-side-encryption-(context|customer-.*)$/,
  /^x-amz-write-offset-bytes$/,
];

export function unsupportedHeader(request: WireRequest): string | undefined {
  const names = [
    ...Object.keys(request.headers),
    ...[...request.query.keys()].map((name) => name.toLowerCase()),
  ];
  return names.find((name) => isUnsupportedHeader(name) && header(request, name) !== 'false');
}

export function isUnsupportedHeader(name: string): boolean {
  return UNSUPPORTED_HEADERS.some((pattern) => pattern.test(name));
}

/** The member of the SDK's inputs that a header is, by its name in lower case. */
export function memberOfHeader(name: string): string | undefined {
  return Object.hasOwn(REQUEST_HEADERS, name) ? REQUEST_HEADERS[name] : undefined;
}

/** Everything that a request says outside its body, as members of the SDK's inputs. */
export function readMembers(request: WireRequest): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(REQUEST_HEADERS)) {
    const value = header(request, name);
    if (value !== undefined) input[member] = value;
  }
  for (const [name, member] of Object.entries(QUERY_PARAMETERS)) {
    const value = request.query.get(name);
    if (value !== null) input[member] = value;
  }
  const metadata = readMetadata(request);
  if (metadata !== undefined) input['Metadata'] = metadata;
  const encoding = contentEncoding(request);
  if (encoding === undefined) delete input['ContentEncoding'];
  else input['ContentEncoding'] = encoding;
  return input;
}

function readMetadata(request: WireRequest): Record<string, string> | undefined {
  const prefix = 'x-amz-meta-';
  const sent: [string, string][] = [];
  for (const [name, value] of request.query) {
    const lower = name.toLowerCase();
    if (lower.startsWith(prefix)) sent.push([lower.slice(prefix.length), value]);
  }
  for (const [name, value] of Object.entries(request.headers)) {
    if (name.startsWith(prefix)) sent.push([name.slice(prefix.length), String(value)]);
  }
  return sent.length === 0 ? undefined : Object.fromEntries(sent);
}

/** `aws-chunked` says how the body travels, not what the object is. */
function contentEncoding(request: WireRequest): string | undefined {
  const value = request.headers['content-encoding'];
  if (value === undefined) return undefined;
  const left = value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'aws-chunked' && part !== '');
  return left.length === 0 ? undefined : left.join(',');
}

/** Members of SDK outputs that are response headers. */
const RESPONSE_HEADERS: Record<string, string> = {
  AbortDate: 'x-amz-abort-date',
  AcceptRanges: 'accept-ranges',
  BucketKeyEnabled: 'x-amz-server-side-encryption-bucket-key-enabled',
  BucketRegion: 'x-amz-bucket-region',
  CacheControl: 'cache-control',
  ChecksumAlgorithm: 'x-amz-checksum-algorithm',
  ChecksumCRC32: 'x-amz-checksum-crc32',
  ChecksumCRC32C: 'x-amz-checksum-crc32c',
  ChecksumCRC64NVME: 'x-amz-checksum-crc64nvme',
  ChecksumSHA1: 'x-amz-checksum-sha1',
  ChecksumSHA256: 'x-amz-checksum-sha256',
  ChecksumType: 'x-amz-checksum-type',
  ContentDisposition: 'content-disposition',
  ContentEncoding: 'content-encoding',
  ContentLanguage: 'content-language',
  ContentLength: 'content-length',
  ContentRange: 'content-range',
  ContentType: 'content-type',
  CopySourceVersionId: 'x-amz-copy-source-version-id',
  DeleteMarker: 'x-amz-delete-marker',
  ETag: 'etag',
  ExpiresString: 'expires',
  LastModified: 'last-modified',
  Location: 'location',
  PartsCount: 'x-amz-mp-parts-count',
  SSEKMSKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  StorageClass: 'x-amz-storage-class',
  TagCount: 'x-amz-tagging-count',
  TransitionDefaultMinimumObjectSize: 'x-amz-transition-default-minimum-object-size',
  VersionId: 'x-amz-version-id',
  WebsiteRedirectLocation: 'x-amz-website-redirect-location',
};

/** The members of an output that are headers; `only` names them where others of the same name stand in the body. */
export function writeHeaders(output: object, only?: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [member, value] of Object.entries(output)) {
    const name = RESPONSE_HEADERS[member];
    if (name === undefined || value === undefined || (only !== undefined && !only.includes(member))) continue;
    headers[name] = value instanceof Date ? value.toUTCString() : representable(String(value));
  }
  if ('Metadata' in output && only === undefined) {
    for (const [name, value] of Object.entries(output.Metadata ?? {})) {
      headers[`x-amz-meta-${name}`] = representable(String(value));
    }
  }
  return headers;
}

/**
 * What is not ASCII is encoded as S3 does it with metadata (RFC 2047):
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
 */
function representable(value: string): string {
  if (/^[\t\x20-\x7e]*$/.test(value)) return value;
  return `=?UTF-8?B?${Buffer.from(value, 'utf8').toString('base64')}?=`;
}
