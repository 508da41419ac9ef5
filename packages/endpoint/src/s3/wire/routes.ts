import type { z } from 'zod';
import { completedUpload } from '../actions/complete-multipart-upload.ts';
import { createBucketConfiguration } from '../actions/create-bucket.ts';
import { deleteInput } from '../actions/delete-objects.ts';
import { configurations } from '../configurations/all.ts';
import type { Configuration } from '../configurations/configuration.ts';
import { taggingInput } from '../tags.ts';
import type { ElementNames } from './render-output.ts';

/** How one operation stands on the wire. Headers and query parameters are members by their names (`members.ts`). */
export interface Route {
  operation: string;
  method: string;
  on: 'service' | 'bucket' | 'object';
  /** Query parameters that it takes to be this operation, such as `uploads`; with a value where that matters. */
  where?: Record<string, string | undefined>;
  /** Query parameters that it may have, and that otherwise would make it another operation. */
  takes?: readonly string[];
  /** A header that it takes. */
  header?: string;
  body?: RouteBody;
  answer?: RouteAnswer;
  status?: number;
}

export type RouteBody =
  | { kind: 'stream' }
  | { kind: 'form' }
  | { kind: 'text'; member: string }
  | {
      kind: 'xml';
      root: string;
      member: string;
      schema: z.ZodType;
      optional?: boolean;
      digestRequired?: boolean;
      /** Where the headers' checksum is that of the object, and not of this document. */
      checksumOfObject?: boolean;
    };

/** Without one, the answer has headers only. */
export type RouteAnswer =
  | { kind: 'stream' }
  | { kind: 'text'; member: string }
  /** Members that are not `headers` make the body; `payload` names the one member that is its content. */
  | { kind: 'xml'; root: string; headers?: readonly string[]; names?: ElementNames; payload?: string }
  | { kind: 'shape'; root: string; schema: z.ZodType; member?: string }
  | { kind: 'location' }
  | { kind: 'form' };

const ENCRYPTION_HEADERS = ['ServerSideEncryption', 'SSEKMSKeyId', 'BucketKeyEnabled'];
const TAGS: RouteBody = { kind: 'xml', root: 'Tagging', member: 'Tagging', schema: taggingInput };

/** The first that fits is it, so what is more particular stands first. */
export const routes: readonly Route[] = [
  {
    operation: 'ListBuckets',
    method: 'GET',
    on: 'service',
    answer: { kind: 'xml', root: 'ListAllMyBucketsResult', names: { Buckets: ['Buckets', 'Bucket'] } },
  },

  ...configurations.flatMap(configurationRoutes),
  {
    operation: 'GetBucketLocation',
    method: 'GET',
    on: 'bucket',
    where: { location: undefined },
    answer: { kind: 'location' },
  },
  {
    operation: 'PutBucketPolicy',
    method: 'PUT',
    on: 'bucket',
    where: { policy: undefined },
    body: { kind: 'text', member: 'Policy' },
    status: 204,
  },
  {
    operation: 'GetBucketPolicy',
    method: 'GET',
    on: 'bucket',
    where: { policy: undefined },
    answer: { kind: 'text', member: 'Policy' },
  },
  {
    operation: 'DeleteBucketPolicy',
    method: 'DELETE',
    on: 'bucket',
    where: { policy: undefined },
    status: 204,
  },
  {
    operation: 'ListMultipartUploads',
    method: 'GET',
    on: 'bucket',
    where: { uploads: undefined },
    answer: { kind: 'xml', root: 'ListMultipartUploadsResult', names: { Uploads: 'Upload' } },
  },
  {
    operation: 'ListObjectVersions',
    method: 'GET',
    on: 'bucket',
    where: { versions: undefined },
    answer: {
      kind: 'xml',
      root: 'ListVersionsResult',
      names: { Versions: 'Version', DeleteMarkers: 'DeleteMarker' },
    },
  },
  {
    operation: 'DeleteObjects',
    method: 'POST',
    on: 'bucket',
    where: { delete: undefined },
    body: { kind: 'xml', root: 'Delete', member: 'Delete', schema: deleteInput, digestRequired: true },
    answer: { kind: 'xml', root: 'DeleteResult', names: { Errors: 'Error' } },
  },
  {
    operation: 'ListObjectsV2',
    method: 'GET',
    on: 'bucket',
    where: { 'list-type': '2' },
    answer: { kind: 'xml', root: 'ListBucketResult' },
  },
  {
    operation: 'ListObjects',
    method: 'GET',
    on: 'bucket',
    answer: { kind: 'xml', root: 'ListBucketResult' },
  },
  {
    operation: 'CreateBucket',
    method: 'PUT',
    on: 'bucket',
    body: {
      kind: 'xml',
      root: 'CreateBucketConfiguration',
      member: 'CreateBucketConfiguration',
      schema: createBucketConfiguration,
      optional: true,
    },
  },
  {
    operation: 'PostObject',
    method: 'POST',
    on: 'bucket',
    body: { kind: 'form' },
    answer: { kind: 'form' },
  },
  { operation: 'HeadBucket', method: 'HEAD', on: 'bucket' },
  { operation: 'DeleteBucket', method: 'DELETE', on: 'bucket', status: 204 },

  { operation: 'PutObjectTagging', method: 'PUT', on: 'object', where: { tagging: undefined }, body: TAGS },
  {
    operation: 'GetObjectTagging',
    method: 'GET',
    on: 'object',
    where: { tagging: undefined },
    answer: { kind: 'xml', root: 'Tagging', headers: ['VersionId'], names: { TagSet: ['TagSet', 'Tag'] } },
  },
  {
    operation: 'DeleteObjectTagging',
    method: 'DELETE',
    on: 'object',
    where: { tagging: undefined },
    status: 204,
  },
  {
    operation: 'GetObjectAttributes',
    method: 'GET',
    on: 'object',
    where: { attributes: undefined },
    answer: {
      kind: 'xml',
      root: 'GetObjectAttributesResponse',
      headers: ['LastModified', 'VersionId'],
      names: { Parts: 'Part', TotalPartsCount: 'PartsCount' },
    },
  },
  {
    operation: 'CreateMultipartUpload',
    method: 'POST',
    on: 'object',
    where: { uploads: undefined },
    answer: {
      kind: 'xml',
      root: 'InitiateMultipartUploadResult',
      headers: [...ENCRYPTION_HEADERS, 'ChecksumAlgorithm', 'ChecksumType'],
    },
  },
  {
    operation: 'UploadPartCopy',
    method: 'PUT',
    on: 'object',
    where: { uploadId: undefined, partNumber: undefined },
    header: 'x-amz-copy-source',
    answer: {
      kind: 'xml',
      root: 'CopyPartResult',
      headers: [...ENCRYPTION_HEADERS, 'CopySourceVersionId'],
      payload: 'CopyPartResult',
    },
  },
  {
    operation: 'UploadPart',
    method: 'PUT',
    on: 'object',
    where: { uploadId: undefined, partNumber: undefined },
    body: { kind: 'stream' },
  },
  {
    operation: 'CompleteMultipartUpload',
    method: 'POST',
    on: 'object',
    where: { uploadId: undefined },
    body: {
      kind: 'xml',
      root: 'CompleteMultipartUpload',
      member: 'MultipartUpload',
      schema: completedUpload,
      checksumOfObject: true,
      optional: true,
    },
    answer: {
      kind: 'xml',
      root: 'CompleteMultipartUploadResult',
      headers: [...ENCRYPTION_HEADERS, 'VersionId'],
    },
  },
  {
    operation: 'AbortMultipartUpload',
    method: 'DELETE',
    on: 'object',
    where: { uploadId: undefined },
    status: 204,
  },
  {
    operation: 'ListParts',
    method: 'GET',
    on: 'object',
    where: { uploadId: undefined },
    answer: { kind: 'xml', root: 'ListPartsResult', names: { Parts: 'Part' } },
  },
  {
    operation: 'CopyObject',
    method: 'PUT',
    on: 'object',
    header: 'x-amz-copy-source',
    answer: {
      kind: 'xml',
      root: 'CopyObjectResult',
      headers: [...ENCRYPTION_HEADERS, 'VersionId', 'CopySourceVersionId'],
      payload: 'CopyObjectResult',
    },
  },
  { operation: 'PutObject', method: 'PUT', on: 'object', body: { kind: 'stream' } },
  { operation: 'GetObject', method: 'GET', on: 'object', takes: ['partNumber'], answer: { kind: 'stream' } },
  { operation: 'HeadObject', method: 'HEAD', on: 'object', takes: ['partNumber'] },
  { operation: 'DeleteObject', method: 'DELETE', on: 'object', status: 204 },
];

function configurationRoutes({
  name,
  operations,
  member,
  root,
  schema,
  answersMembers,
}: Configuration): Route[] {
  const where = { [name]: undefined };
  return [
    {
      operation: operations.put,
      method: 'PUT',
      on: 'bucket',
      where,
      body: { kind: 'xml', root, member, schema },
      ...(name === 'tagging' && { status: 204 }),
    },
    {
      operation: operations.get,
      method: 'GET',
      on: 'bucket',
      where,
      answer: { kind: 'shape', root, schema, ...(!answersMembers && { member }) },
    },
    ...(operations.delete === undefined
      ? []
      : [{ operation: operations.delete, method: 'DELETE', on: 'bucket' as const, where, status: 204 }]),
  ];
}
