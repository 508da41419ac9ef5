import { parameterArn, type SsmEngine } from './engine.ts';

/** The key that Parameter Store uses when none is named. */
export const DEFAULT_KEY = 'alias/aws/ssm';

/**
 * SecureStrings are encrypted by KMS with the parameter's ARN as encryption context:
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
export async function encryptValue(
  engine: SsmEngine,
  name: string,
  keyId: string,
  value: string,
): Promise<string> {
  const { CiphertextBlob } = await engine.context.call('kms', 'Encrypt', {
    KeyId: keyId,
    Plaintext: Buffer.from(value, 'utf8'),
    EncryptionContext: { PARAMETER_ARN: parameterArn(engine, name) },
  });
  return Buffer.from(CiphertextBlob ?? []).toString('base64');
}

export async function decryptValue(engine: SsmEngine, name: string, ciphertext: string): Promise<string> {
  const { Plaintext } = await engine.context.call('kms', 'Decrypt', {
    CiphertextBlob: Buffer.from(ciphertext, 'base64'),
    EncryptionContext: { PARAMETER_ARN: parameterArn(engine, name) },
  });
  return Buffer.from(Plaintext ?? []).toString('utf8');
}
