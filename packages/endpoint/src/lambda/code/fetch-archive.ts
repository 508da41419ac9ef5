import { z } from 'zod';
import type { EndpointContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { blob, lacking } from '../../core/input.ts';
import { lambdaError } from '../errors.ts';
import { ZIPPED_CODE_BYTES } from '../functions/limits.ts';

/** Where the code of CreateFunction and UpdateFunctionCode comes from. */
export const codeSource = {
  ZipFile: blob.optional(),
  S3Bucket: z.string().min(3).max(63).optional(),
  S3Key: z.string().min(1).max(1024).optional(),
  S3ObjectVersion: z.string().min(1).max(1024).optional(),
  ImageUri: z.string().optional(),
  SourceKMSKeyArn: lacking,
  S3ObjectStorageMode: lacking,
};

const source = z.object(codeSource);

/** The deployment package, from the request or from S3. */
export async function fetchArchive(
  context: EndpointContext,
  code: z.output<typeof source>,
): Promise<Uint8Array> {
  if (code.ZipFile !== undefined) {
    if (code.S3Bucket !== undefined || code.S3Key !== undefined) {
      throw lambdaError.invalidParameter(
        'Please do not provide other FunctionCode parameters when providing a ZipFile.',
      );
    }
    if (code.ZipFile.length === 0)
      throw lambdaError.invalidParameter('Uploaded file must be a non-empty zip');
    if (code.ZipFile.length > ZIPPED_CODE_BYTES) {
      throw lambdaError.entityTooLarge(`Zipped size must be smaller than ${ZIPPED_CODE_BYTES} bytes`);
    }
    return code.ZipFile;
  }
  if (code.S3Bucket === undefined || code.S3Key === undefined) {
    throw lambdaError.invalidParameter('Please provide a source for function code.');
  }
  try {
    const { Body } = await context.call('s3', 'GetObject', {
      Bucket: code.S3Bucket,
      Key: code.S3Key,
      ...(code.S3ObjectVersion && { VersionId: code.S3ObjectVersion }),
    });
    return await collect(Body);
  } catch (cause) {
    const { code: s3Code, message, status } = AwsError.from(cause);
    if (status >= 500) throw cause;
    throw lambdaError.invalidParameter(
      `Error occurred while GetObject. S3 Error Code: ${s3Code}. S3 Error Message: ${message}`,
    );
  }
}

/** A body comes as bytes or as a stream of them. */
async function collect(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
