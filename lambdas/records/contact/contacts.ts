import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ItemKey } from '../../../schemas/items/item-key.ts';
import { contactKey } from '../../../schemas/items/storage-lab-items.ts';
import { storedInteger } from '../../shared/fields.ts';
import { type Attributes, documentClient, type Table } from '../../shared/table.ts';
import { RecordError } from '../errors.ts';
import { avroResolved, avroWithWritersSchema } from './avro-codecs.ts';
import type { ContactChange, ContactCodec, NewerContact } from './contact.ts';
import { itemSize } from './item-size.ts';
import { halfKeepingValidator, keepingValidator, naiveObject, strippingValidator } from './json-codecs.ts';
import { protobufBinary, protobufJson } from './protobuf-codecs.ts';

/** Ways in which an older release updates a contact. `update-item` needs no codec: the database changes what it has. */
export const CONTACT_WAYS = [
  'naive-object',
  'zod-object',
  'zod-loose-object',
  'zod-loose-object-outside',
  'avro-resolved',
  'avro-writers-schema',
  'protobuf-binary',
  'protobuf-json',
  'update-item',
] as const;
export type ContactWay = (typeof CONTACT_WAYS)[number];

const CODECS: Record<Exclude<ContactWay, 'update-item'>, ContactCodec> = {
  'naive-object': naiveObject,
  'zod-object': strippingValidator,
  'zod-loose-object': keepingValidator,
  'zod-loose-object-outside': halfKeepingValidator,
  'avro-resolved': avroResolved,
  'avro-writers-schema': avroWithWritersSchema,
  'protobuf-binary': protobufBinary,
  'protobuf-json': protobufJson,
};

export interface ContactCost {
  /** Of what is stored. */
  bytes: number;
  /** The whole update, with reading and writing, once. */
  milliseconds: number;
  /** One decoding, change and encoding, the median of many; nothing where the database does it. */
  microseconds?: number;
}

/** Contacts in one table, each stored in the way in which it will be updated. */
export class Contacts {
  private readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  async write(way: ContactWay, contact: NewerContact): Promise<void> {
    const data = way === 'update-item' ? { ...contact } : { data: CODECS[way].write(contact) };
    const inserted = await this.table.createItem(contactKey(way, contact.contactId), { ...data, version: 1 });
    if (!inserted) throw new RecordError('conflict', 'a contact with this id already exists');
  }

  /** What the older release does; then it measures the same on what it found. */
  async update(way: ContactWay, id: string, change: ContactChange): Promise<ContactCost> {
    const key = contactKey(way, id);
    const begin = performance.now();
    const took = () => Math.round((performance.now() - begin) * 100) / 100;
    if (way === 'update-item') {
      const updated = await this.updateItem(key, change);
      return { bytes: itemSize(updated), milliseconds: took() };
    }
    const { data } = codecAttributes.parse(await this.find(key));
    const updated = CODECS[way].update(data, change);
    await this.table.putItem(key, { data: updated, version: 2 });
    const milliseconds = took();
    const microseconds = medianMicroseconds(() => CODECS[way].update(data, change));
    return { bytes: itemSize(updated), milliseconds, microseconds };
  }

  /** As the newer release reads it. */
  async read(way: ContactWay, id: string): Promise<object> {
    const stored = await this.find(contactKey(way, id));
    if (way !== 'update-item') return CODECS[way].read(codecAttributes.parse(stored).data);
    return itemAttributes.parse(withoutBookkeeping(stored));
  }

  /** Names what changes and reads nothing before, so there is nothing that it could lose. */
  private async updateItem(key: ItemKey, { age, city }: ContactChange): Promise<Attributes> {
    const { Attributes: updated = {} } = await documentClient().send(
      new UpdateCommand({
        TableName: this.table.name,
        Key: key,
        UpdateExpression: 'SET #age = :age, #address.#city = :city ADD #version :one',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: {
          '#age': 'age',
          '#address': 'address',
          '#city': 'city',
          '#version': 'version',
        },
        ExpressionAttributeValues: { ':age': age, ':city': city, ':one': 1 },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return withoutBookkeeping(updated);
  }

  private async find(key: ItemKey): Promise<Attributes> {
    const found = await this.table.getItem(key);
    if (found === undefined) throw new RecordError('not-found', 'no contact with this id exists');
    return found;
  }
}

const codecAttributes = z.looseObject({ data: z.union([z.string(), z.instanceof(Uint8Array)]) });
const itemAttributes = z.object({
  contactId: z.string(),
  name: z.string(),
  age: storedInteger,
  email: z.string().optional(),
  tier: z.string().optional(),
  address: z.record(z.string(), z.string()),
});

function withoutBookkeeping({ pk: _pk, sk: _sk, version: _version, ...attributes }: Attributes): Attributes {
  return attributes;
}

const BATCHES = 9;
const BATCH = 500;

function medianMicroseconds(work: () => unknown): number {
  const batches = Array.from({ length: BATCHES }, () => {
    const begin = performance.now();
    for (let run = 0; run < BATCH; run += 1) work();
    return ((performance.now() - begin) / BATCH) * 1000;
  });
  const median = batches.sort((a, b) => a - b)[Math.floor(BATCHES / 2)] ?? Number.NaN;
  return Math.round(median * 100) / 100;
}
