import {
  AvroDeserializer,
  AvroSerializer,
  Compatibility,
  RestError,
  SchemaRegistryClient,
  SerdeType,
} from '@confluentinc/schemaregistry';
import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { describe, expect, test } from 'vitest';
import { readHistories } from '../../schemas/read-histories.ts';
import { type DeployedRegistry, deployedRegistry, freshName, recordSchema } from './support/registry.ts';

/** Both clients as their makers ship them; all they are told is where the registry is and which header to send. */
function kafkajs(
  { url, key }: DeployedRegistry,
  options?: ConstructorParameters<typeof SchemaRegistry>[1],
): SchemaRegistry {
  const withKey = () => ({
    request: async <T extends { enhance(extras: object): T }>(request: T) =>
      request.enhance({ headers: { 'x-api-key': key } }),
  });
  return new SchemaRegistry({ host: url, middlewares: [withKey], retry: { retries: 0 } }, options);
}

function confluent({ url, key }: DeployedRegistry): SchemaRegistryClient {
  return new SchemaRegistryClient({
    baseURLs: [url],
    createAxiosDefaults: { headers: { 'x-api-key': key } },
    maxRetries: 0,
  });
}

const NAME = { name: 'name', type: 'string' };
const NICK = { name: 'nick', type: ['null', 'string'], default: null };
const AGE_REQUIRED = { name: 'age', type: 'int' };
const AVRO = SchemaType.AVRO as const;

describe('@kafkajs/confluent-schema-registry', () => {
  test('registers, looks up, and is refused what is incompatible with readable reasons', async () => {
    const registry = kafkajs(await deployedRegistry());
    const subject = freshName('kafkajs');
    const first = recordSchema(subject, NAME);
    const { id } = await registry.register({ type: AVRO, schema: first }, { subject });
    expect(await registry.register({ type: AVRO, schema: first }, { subject })).toEqual({ id });
    expect(await registry.getLatestSchemaId(subject)).toBe(id);
    expect(await registry.getRegistryId(subject, 1)).toBe(id);
    expect(await registry.getRegistryIdBySchema(subject, { type: AVRO, schema: first })).toBe(id);

    const refused = registry.register(
      { type: AVRO, schema: recordSchema(subject, NAME, AGE_REQUIRED) },
      { subject },
    );
    await expect(refused).rejects.toThrow(
      /cannot read version 1: READER_FIELD_MISSING_DEFAULT_VALUE at \/fields\/age\. The writer has no field age, and the reader has no default/,
    );
    await expect(refused).rejects.toMatchObject({ status: 409 });
  });

  test('sets the level of a subject that is its own, and cannot lower one that is protected', async () => {
    const deployed = await deployedRegistry();
    const registry = kafkajs(deployed);
    const subject = freshName('kafkajs');
    const schema = recordSchema(subject, NAME);
    await registry.register({ type: AVRO, schema }, { subject, compatibility: COMPATIBILITY.FORWARD });
    expect((await deployed.send('GET', `/config/${subject}`)).body).toEqual({
      compatibilityLevel: 'FORWARD',
    });

    const [profile] = readHistories().filter((history) => history.subject === 'profile');
    const known = profile?.versions[0]?.schema ?? '';
    await expect(registry.register({ type: AVRO, schema: known }, { subject: 'profile' })).rejects.toThrow(
      /Compatibility does not match the configuration \(BACKWARD != FULL_TRANSITIVE\)/,
    );
    const again = await registry.register(
      { type: AVRO, schema: known },
      { subject: 'profile', compatibility: COMPATIBILITY.FULL_TRANSITIVE },
    );
    expect(again.id).toBe(await registry.getRegistryId('profile', 1));
  });
});

describe('@confluentinc/schemaregistry', () => {
  test('registers, looks up, lists, configures, checks and deletes', async () => {
    const client = confluent(await deployedRegistry());
    const subject = freshName('confluent');
    const first = { schemaType: 'AVRO', schema: recordSchema(subject, NAME) };
    const second = { schemaType: 'AVRO', schema: recordSchema(subject, NAME, NICK) };
    const broken = { schemaType: 'AVRO', schema: recordSchema(subject, NAME, AGE_REQUIRED) };

    const id = await client.register(subject, first);
    expect(await client.register(subject, second)).toBeGreaterThan(id);
    expect(await client.getAllVersions(subject)).toEqual([1, 2]);
    expect(await client.getVersion(subject, second)).toBe(2);
    expect(await client.getId(subject, first)).toBe(id);
    expect((await client.getBySubjectAndId(subject, id)).schema).toBe(first.schema);
    expect(await client.getLatestSchemaMetadata(subject)).toMatchObject({
      version: 2,
      schema: second.schema,
    });
    expect(await client.getSchemaMetadata(subject, 1)).toMatchObject({ id, subject, version: 1 });
    expect(await client.getAllSubjects()).toContain(subject);

    expect(await client.testSubjectCompatibility(subject, broken)).toBe(false);
    expect(await client.testCompatibility(subject, 1, second)).toBe(true);
    expect(await client.updateCompatibility(subject, Compatibility.FORWARD)).toBe('FORWARD');
    expect(await client.getCompatibility(subject)).toBe('FORWARD');
    expect(await client.testSubjectCompatibility(subject, broken)).toBe(true);

    expect(await client.deleteSubjectVersion(subject, 1)).toBe(1);
    expect(await client.getAllVersions(subject)).toEqual([2]);
    expect(await client.getSchemaMetadata(subject, 1, true)).toMatchObject({ id, version: 1 });
    expect(await client.deleteSubject(subject)).toEqual([2]);
    await expect(client.getAllVersions(subject)).rejects.toMatchObject({ status: 404, errorCode: 40401 });
    expect(await client.getAllSubjects()).not.toContain(subject);
  });

  test('is refused what is incompatible, and to lower a protected level or to delete under it', async () => {
    const client = confluent(await deployedRegistry());
    const subject = freshName('confluent');
    await client.register(subject, { schemaType: 'AVRO', schema: recordSchema(subject, NAME) });
    const broken = { schemaType: 'AVRO', schema: recordSchema(subject, NAME, AGE_REQUIRED) };
    const refused = client.register(subject, broken);
    await expect(refused).rejects.toBeInstanceOf(RestError);
    await expect(refused).rejects.toMatchObject({ status: 409, errorCode: 409 });

    await expect(client.updateCompatibility('profile', Compatibility.BACKWARD)).rejects.toMatchObject({
      status: 422,
      errorCode: 42205,
    });
    await expect(client.deleteSubject('profile')).rejects.toMatchObject({ errorCode: 42205 });
    await expect(client.deleteSubjectVersion('order', 3)).rejects.toMatchObject({ errorCode: 42205 });
    expect(await client.getCompatibility('profile')).toBe('FULL_TRANSITIVE');
    expect(await client.getAllVersions('order')).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('between the two clients', () => {
  test.each(['a/b', 'a/b/../c', '%2F', 'a b?c#d'])('a subject may be called %s', async (tail) => {
    const deployed = await deployedRegistry();
    const subject = `${freshName('slash')}/${tail}`;
    const schema = recordSchema(subject, NAME);
    const client = confluent(deployed);
    const { id } = await kafkajs(deployed).register(
      { type: AVRO, schema },
      { subject, compatibility: COMPATIBILITY.FULL },
    );
    expect(await kafkajs(deployed).getLatestSchemaId(subject)).toBe(id);
    expect(await client.getId(subject, { schemaType: 'AVRO', schema })).toBe(id);
    // Not through getAllVersions: the client puts the subject into that URL as it is.
    const path = `/subjects/${encodeURIComponent(subject)}/versions`;
    expect((await deployed.send('GET', path)).body).toEqual([1]);
    expect(await client.getAllSubjects()).toContain(subject);
    expect(await client.getCompatibility(subject)).toBe('FULL');
    expect(await client.testSubjectCompatibility(subject, { schemaType: 'AVRO', schema })).toBe(true);
    expect(await client.deleteSubject(subject)).toEqual([1]);
  });

  test('a schema has one id, whichever client registers it in whichever spelling', async () => {
    const deployed = await deployedRegistry();
    const subject = freshName('spelling');
    const schema = recordSchema(subject, NAME);
    const { namespace, ...rest } = JSON.parse(schema);
    const spelled = JSON.stringify({
      ...rest,
      name: `${namespace}.Thing`,
      fields: [{ type: { type: 'string' }, name: 'name', order: 'ascending', aliases: [] }],
    });
    const { id } = await kafkajs(deployed).register({ type: AVRO, schema }, { subject });
    const client = confluent(deployed);
    for (const normalize of [false, true]) {
      expect(await client.register(subject, { schemaType: 'AVRO', schema: spelled }, normalize)).toBe(id);
      expect(await client.getVersion(subject, { schemaType: 'AVRO', schema: spelled }, normalize)).toBe(1);
    }
  });

  test('what one encodes the other decodes, with the schema that the registry gives it', async () => {
    const deployed = await deployedRegistry();
    const topic = freshName('topic');
    const subject = `${topic}-value`;
    const schema = recordSchema(subject, NAME, NICK, { name: 'at', type: 'long' });
    const person = { name: 'Ada', nick: { string: 'Countess' }, at: 1_700_000_000_000 };

    const { id } = await kafkajs(deployed).register({ type: AVRO, schema }, { subject });
    // Unions are wrapped on both sides: with avsc's 'auto', a new branch changes the shape of old values.
    const serde = { useLatestVersion: true, wrapUnions: 'always' as const };
    const serializer = new AvroSerializer(confluent(deployed), SerdeType.VALUE, serde);
    const deserializer = new AvroDeserializer(confluent(deployed), SerdeType.VALUE, serde);
    const registry = kafkajs(deployed, { [AVRO]: { wrapUnions: 'always' } });

    const byConfluent = await serializer.serialize(topic, person);
    expect(await registry.decode(byConfluent)).toEqual(person);
    const byKafkajs = await registry.encode(id, person);
    expect(await deserializer.deserialize(topic, byKafkajs)).toEqual(person);
    expect(byKafkajs.equals(byConfluent)).toBe(true);
  });
});
