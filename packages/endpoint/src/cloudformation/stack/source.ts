import { AwsError } from '../../core/errors.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { MAX_BODY_BYTES, MAX_URL_BYTES } from '../template/parse.ts';
import type { Stack } from './stack.ts';

/** Where a request's template comes from. */
interface TemplateSource {
  TemplateBody?: string | undefined;
  TemplateURL?: string | undefined;
  UsePreviousTemplate?: boolean | undefined;
}

/** The template's text: given, behind a URL of S3, or the stack's own. */
export async function readSource(
  engine: CloudFormationEngine,
  source: TemplateSource,
  stack?: Stack,
): Promise<string> {
  const { TemplateBody, TemplateURL, UsePreviousTemplate } = source;
  if (TemplateBody !== undefined) {
    if (Buffer.byteLength(TemplateBody) <= MAX_BODY_BYTES) return TemplateBody;
    throw cloudFormationError.validation(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BODY_BYTES}`,
    );
  }
  if (TemplateURL !== undefined) return fetchTemplate(engine, TemplateURL);
  if (UsePreviousTemplate && stack !== undefined && stack.templateBody !== '') return stack.templateBody;
  throw cloudFormationError.validation('Either Template URL or Template Body must be specified.');
}

/** Templates behind URLs are objects of this endpoint's S3, whatever host the URL names: no network is touched. */
async function fetchTemplate({ context }: CloudFormationEngine, address: string): Promise<string> {
  const { Bucket, Key, VersionId } = objectOf(address);
  try {
    const object = { Bucket, Key, ...(VersionId && { VersionId }) };
    // Asked first, so that nothing larger is read.
    const { ContentLength = 0 } = await context.call('s3', 'HeadObject', object);
    if (ContentLength > MAX_URL_BYTES) {
      throw cloudFormationError.validation(`Template may not exceed ${MAX_URL_BYTES} bytes in size.`);
    }
    const { Body } = await context.call('s3', 'GetObject', object);
    return await readText(Body);
  } catch (thrown) {
    const error = AwsError.from(thrown);
    if (error.status >= 500 || error.code === 'ValidationError') throw error;
    throw cloudFormationError.validation(`S3 error: ${error.message}`, thrown);
  }
}

interface ObjectAddress {
  Bucket: string;
  Key: string;
  VersionId?: string | null;
}

/** Path-style (`/bucket/key`) or virtual-hosted (`bucket.s3.region.amazonaws.com/key`). */
export function objectOf(address: string): ObjectAddress {
  const bucket = /^s3:\/\/([^/]+)/.exec(address)?.[1];
  if (bucket !== undefined) {
    throw cloudFormationError.validation(
      `S3 error: Domain name specified in ${bucket} is not a valid S3 domain`,
    );
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) throw cloudFormationError.validation('TemplateURL must be a supported URL.');
  const path = decodePath(url);
  const VersionId = url.searchParams.get('versionId');
  const hosted = /^(.+)\.s3[.-]/.exec(url.hostname)?.[1];
  if (hosted !== undefined) return { Bucket: hosted, Key: path, VersionId };
  const slash = path.indexOf('/');
  if (slash <= 0 || slash === path.length - 1)
    throw cloudFormationError.validation('TemplateURL must be a supported URL.');
  return { Bucket: path.slice(0, slash), Key: path.slice(slash + 1), VersionId };
}

function decodePath(url: URL): string {
  try {
    return decodeURIComponent(url.pathname.slice(1));
  } catch {
    throw cloudFormationError.validation('TemplateURL must be a supported URL.');
  }
}

/** GetObject gives a body that can be read as text, as bytes or as a stream. */
async function readText(body: unknown): Promise<string> {
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
