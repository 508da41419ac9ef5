import type { WireRequest } from '../../core/wire.ts';
import { createDigest, hashDigest } from '../checksums/digest.ts';
import { sentChecksum } from '../checksums/members.ts';
import { s3Error } from '../errors.ts';
import { untilCut, WireBody } from '../sent-body.ts';
import { decodeAwsChunked } from './aws-chunked.ts';

/** Bodies that are documents: 1,000 keys to delete, 10,000 parts to complete, a policy of 20 KB. */
const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

/** The body of an object or a part, still to be read. */
export function readStreamedBody(request: WireRequest): WireBody {
  const { headers } = request;
  const bytes = untilCut(request.stream.iterator({ destroyOnReturn: false }));
  const contentSha256 = header(request, 'x-amz-content-sha256') ?? '';
  const decodedLength = headers['x-amz-decoded-content-length'];
  const length = decodedLength ?? headers['content-length'];
  // S3 takes no body of unknown length: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
  if (length === undefined || !/^\d+$/.test(String(length))) throw s3Error.missingContentLength();
  const chunked = contentSha256.startsWith('STREAMING-') || decodedLength !== undefined;
  const trailers = new Map<string, string>();
  return new WireBody({
    bytes: chunked ? decodeAwsChunked(bytes, trailers) : bytes,
    length: Number(length),
    sha256: /^[0-9a-f]{64}$/.test(contentSha256) ? contentSha256 : undefined,
    announced: headers['x-amz-trailer']?.toString().toLowerCase(),
    trailers,
  });
}

/** A small body, whole; its digests are checked when they were sent. */
export async function readDocument(
  request: WireRequest,
  options: { digestRequired?: boolean; checksumOfObject?: boolean } = {},
): Promise<string> {
  const body = await request.body(MAX_DOCUMENT_BYTES);
  const md5 = header(request, 'content-md5');
  const checksum = options.checksumOfObject ? undefined : documentChecksum(request);
  if (options.digestRequired && md5 === undefined && checksum === undefined) {
    throw s3Error.invalidRequest('Missing required header for this request: Content-MD5');
  }
  if (md5 !== undefined) {
    const digest = hashDigest('MD5');
    digest.update(body);
    const calculated = digest.value();
    if (calculated !== md5) throw s3Error.badMd5(md5, calculated);
  }
  if (checksum !== undefined) {
    const digest = createDigest(checksum.algorithm);
    digest.update(body);
    if (digest.value() !== checksum.value) throw s3Error.badDigest(checksum.algorithm);
  }
  return body.toString('utf8');
}

function documentChecksum(request: WireRequest) {
  return sentChecksum({
    ChecksumCRC32: header(request, 'x-amz-checksum-crc32'),
    ChecksumCRC32C: header(request, 'x-amz-checksum-crc32c'),
    ChecksumCRC64NVME: header(request, 'x-amz-checksum-crc64nvme'),
    ChecksumSHA1: header(request, 'x-amz-checksum-sha1'),
    ChecksumSHA256: header(request, 'x-amz-checksum-sha256'),
  });
}

/**
 * What SDKs put into a presigned URL for the empty body that they sign, and S3 passes over there. The body that comes
 * is another.
 */
const ONLY_IN_HEADERS = /^x-amz-(checksum-(crc32|crc32c|crc64nvme|sha1|sha256)|sdk-checksum-algorithm)$/;

/** A header, which a presigned URL may carry in its query instead. */
export function header(request: WireRequest, name: string): string | undefined {
  const value = request.headers[name];
  if (typeof value === 'string') return value;
  return name.startsWith('x-amz-') && !ONLY_IN_HEADERS.test(name)
    ? queryValue(request.query, name)
    : undefined;
}

function queryValue(query: URLSearchParams, name: string): string | undefined {
  for (const [candidate, value] of query) if (candidate.toLowerCase() === name) return value;
  return undefined;
}
