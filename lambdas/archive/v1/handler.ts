import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { logger } from '../../shared/logging.ts';
import { parse } from '../../shared/parse.ts';
import { type Answer, archive } from '../archive.ts';
import { request } from '../contract.ts';
import { ArchiveError } from '../errors.ts';

const bucket = required('ARCHIVE_BUCKET');
const dynamodb = new DynamoDBClient({});
// Under an endpoint with a name of its own, no name resolves for a bucket in front of it.
const s3 = new S3Client({ forcePathStyle: true });

type Result = ({ ok: true } & Answer) | { ok: false; error: { code: string; message: string } };

/** Invoked by whoever orchestrates an export, one request after the other; never by an event. */
export async function handler(event: unknown, context: Context): Promise<Result> {
  try {
    const answer = await archive(parse(request, event), {
      dynamodb,
      s3,
      bucket,
      now: () => new Date(),
      newSuffix: () => randomBytes(3).toString('hex'),
      remaining: () => context.getRemainingTimeInMillis(),
    });
    return { ok: true, ...answer };
  } catch (error) {
    if (!(error instanceof ArchiveError || error instanceof ShopError)) throw error;
    logger.warn('the archive refused', { code: error.code });
    return { ok: false, error: { code: error.code, message: error.message } };
  }
}
