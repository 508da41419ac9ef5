import { AwsError } from '../core/errors.ts';
import type { S3Engine } from './engine.ts';
import { s3Error } from './errors.ts';
import type { ObjectEncryption } from './store/object-versions.ts';

/**
 * Names the key of an object by its ARN, once KMS has said that it may be used: S3 gets a data key from it for every
 * object. Here bodies lie on the disk as they came.
 */
export async function withUsableKey(
  engine: S3Engine,
  encryption: ObjectEncryption,
): Promise<ObjectEncryption> {
  if (encryption.SSEKMSKeyId === undefined) return encryption;
  try {
    const { KeyId } = await engine.context.call('kms', 'GenerateDataKey', {
      KeyId: encryption.SSEKMSKeyId,
      KeySpec: 'AES_256',
    });
    return { ...encryption, SSEKMSKeyId: KeyId };
  } catch (error) {
    throw error instanceof AwsError && error.status < 500 ? s3Error.kms(error) : error;
  }
}
