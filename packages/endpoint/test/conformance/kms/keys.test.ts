import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const clock = manualClock();
let endpoint: Endpoint;
let kms: ReturnType<ReturnType<typeof clients>['kms']>;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
  kms = clients(endpoint).kms();
});
afterAll(() => endpoint.close());

const create = async (more = {}) =>
  (await kms.send(new CreateKeyCommand(more))).KeyMetadata?.KeyId ?? 'no key';
const describe = async (KeyId: string) => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;

test('a key is described by id, ARN, alias and the alias ARN', async () => {
  const id = await create({ Description: 'for orders' });
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: id }));
  const arn = `arn:aws:kms:us-east-1:000000000000:key/${id}`;
  const references = [id, arn, 'alias/orders', 'arn:aws:kms:us-east-1:000000000000:alias/orders'];
  for (const reference of references) {
    expect(await describe(reference)).toMatchObject({
      KeyId: id,
      Arn: arn,
      Description: 'for orders',
      KeyState: 'Enabled',
      KeySpec: 'SYMMETRIC_DEFAULT',
    });
  }
});

test('a key that does not exist is refused', async () => {
  await expect(describe('alias/nothing')).rejects.toMatchObject({ name: 'NotFoundException' });
});

test('an alias is listed, moved and deleted', async () => {
  const [first, second] = [await create(), await create()];
  const AliasName = 'alias/moving';
  await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: first }));
  await expect(kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: second }))).rejects.toMatchObject({
    name: 'AlreadyExistsException',
  });
  await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: second }));
  const { Aliases } = await kms.send(new ListAliasesCommand({ KeyId: second }));
  expect(Aliases?.map((alias) => alias.AliasName)).toEqual([AliasName]);
  await kms.send(new DeleteAliasCommand({ AliasName }));
  await expect(describe(AliasName)).rejects.toMatchObject({ name: 'NotFoundException' });
});

test('aliases of AWS are reserved, and their keys there when asked for', async () => {
  const TargetKeyId = await create();
  await expect(
    kms.send(new CreateAliasCommand({ AliasName: 'alias/aws/mine', TargetKeyId })),
  ).rejects.toMatchObject({ name: 'InvalidAliasNameException' });
  expect(await describe('alias/aws/s3')).toMatchObject({ KeyManager: 'AWS' });
});

test('the policy is the one put, and at first lets the account decide', async () => {
  const KeyId = await create();
  const policy = async () => (await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy ?? '';
  expect(JSON.parse(await policy()).Statement[0]).toMatchObject({ Action: 'kms:*', Effect: 'Allow' });
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await kms.send(new PutKeyPolicyCommand({ KeyId, Policy }));
  expect(await policy()).toBe(Policy);
  await expect(kms.send(new PutKeyPolicyCommand({ KeyId, Policy: '{' }))).rejects.toMatchObject({
    name: 'MalformedPolicyDocumentException',
  });
});

test('rotation is switched on', async () => {
  const KeyId = await create();
  await kms.send(new EnableKeyRotationCommand({ KeyId }));
  expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({
    KeyRotationEnabled: true,
    RotationPeriodInDays: 365,
  });
});

test('tags are set and removed', async () => {
  const KeyId = await create({ Tags: [{ TagKey: 'team', TagValue: 'orders' }] });
  await kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'stage', TagValue: 'test' }] }));
  await kms.send(new UntagResourceCommand({ KeyId, TagKeys: ['team'] }));
  const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId }));
  expect(Tags).toEqual([{ TagKey: 'stage', TagValue: 'test' }]);
});

test('a key whose deletion is pending cannot be changed, and can be kept', async () => {
  const KeyId = await create();
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  expect(await describe(KeyId)).toMatchObject({ KeyState: 'PendingDeletion', Enabled: false });
  await expect(kms.send(new EnableKeyCommand({ KeyId }))).rejects.toMatchObject({
    name: 'KMSInvalidStateException',
  });
  await kms.send(new CancelKeyDeletionCommand({ KeyId }));
  expect(await describe(KeyId)).toMatchObject({ KeyState: 'Disabled' });
});

test('a key is gone when its waiting period is over', async () => {
  const KeyId = await create();
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  await clock.advance(7 * 86_400_000);
  await expect(describe(KeyId)).rejects.toMatchObject({ name: 'NotFoundException' });
});

test('a key pair is refused by name', async () => {
  await expect(create({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })).rejects.toMatchObject({
    name: 'NotImplemented',
  });
});
