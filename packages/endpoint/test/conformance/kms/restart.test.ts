import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateAliasCommand, CreateKeyCommand, DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

let dataDirectory = '';
let endpoint: Endpoint;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'dataflow-test-'));
  endpoint = await startTestEndpoint({ dataDirectory });
});
afterEach(async () => {
  await endpoint.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

async function restart(): Promise<void> {
  await endpoint.close();
  endpoint = await startTestEndpoint({ dataDirectory });
}

test('what was encrypted before a restart is decrypted after it', async () => {
  const before = clients(endpoint).kms();
  const { KeyMetadata } = await before.send(new CreateKeyCommand({}));
  const AliasName = 'alias/kept';
  await before.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata?.KeyId }));
  const { CiphertextBlob } = await before.send(
    new EncryptCommand({ KeyId: AliasName, Plaintext: Buffer.from('kept') }),
  );
  await restart();
  const { Plaintext } = await clients(endpoint)
    .kms()
    .send(new DecryptCommand({ CiphertextBlob, KeyId: AliasName }));
  expect(Buffer.from(Plaintext ?? []).toString('utf8')).toBe('kept');
});

test('a secure parameter is read after a restart', async () => {
  await clients(endpoint)
    .ssm()
    .send(new PutParameterCommand({ Name: '/kept', Value: 'secret', Type: 'SecureString' }));
  await restart();
  const { Parameter } = await clients(endpoint)
    .ssm()
    .send(new GetParameterCommand({ Name: '/kept', WithDecryption: true }));
  expect(Parameter).toMatchObject({ Value: 'secret', LastModifiedDate: expect.any(Date) });
});
