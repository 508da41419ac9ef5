import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ItemKey } from '../../../schemas/items/item-key.ts';
import { contactKey } from '../../../schemas/items/storage-lab-items.ts';
import { storedInteger } from '../../shared/fields.ts';
import { type Attributes, documentClient, type Table } from '../../shared/table.ts';
import { RecordError } from '../errors.ts';
import { CONTACT_CODECS, type ContactWay } from './codecs.ts';
import type { ContactChange, NewerContact } from './contact.ts';
import { itemSize } from './item-size.ts';

/** Contacts in one table, each stored in the way in which it will be updated. */
export class Contacts {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async write(way: ContactWay, contact: NewerContact): Promise<void> {
    const data = way === 'update-item' ? { ...contact } : { data: CONTACT_CODECS[way].write(contact) };
    const inserted = await this.#table.createItem(contactKey(way, contact.contactId), {
      ...data,
      version: 1,
    });
    if (!inserted) throw new RecordError('conflict', 'a contact with this id already exists');
  }

  /**
   * Updates a contact as the older release does.
   *
   * @returns the bytes that are stored then
   */
  async update(way: ContactWay, id: string, change: ContactChange): Promise<{ bytes: number }> {
    const key = contactKey(way, id);
    if (way === 'update-item') return { bytes: itemSize(await this.#updateItem(key, change)) };
    const { data } = codecAttributes.parse(await this.#find(key));
    const updated = CONTACT_CODECS[way].update(data, change);
    await this.#table.putItem(key, { data: updated, version: 2 });
    return { bytes: itemSize(updated) };
  }

  /** As the newer release reads it. */
  async read(way: ContactWay, id: string): Promise<object> {
    const stored = await this.#find(contactKey(way, id));
    if (way !== 'update-item') return CONTACT_CODECS[way].read(codecAttributes.parse(stored).data);
    return itemAttributes.parse(withoutBookkeeping(stored));
  }

  /** Names what changes and reads nothing before, so there is nothing that it could lose. */
  async #updateItem(key: ItemKey, { age, city }: ContactChange): Promise<Attributes> {
    const { Attributes: updated = {} } = await documentClient().send(
      new UpdateCommand({
        TableName: this.#table.name,
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

  async #find(key: ItemKey): Promise<Attributes> {
    const found = await this.#table.getItem(key);
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
