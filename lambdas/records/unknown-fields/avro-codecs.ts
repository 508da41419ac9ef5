import { type AvroSchema, avroSchema } from '../../shared/avro/schema.ts';
import { encode, takeApart, wayToRead } from '../../shared/avro/single-object.ts';
import { bytes, type Contact, type ContactCodec, changed, type NewerContact } from './contact.ts';

const field = (name: string, type: unknown = 'string') => ({ name, type });
const added = (name: string) => ({ name, type: 'string', default: '' });

const older = contactSchema([], []);
const newer = contactSchema([added('email'), added('tier')], [added('postcode')]);

/** The older release finds the writer's schema by its fingerprint, in a registry or beside the data. */
const SCHEMAS = new Map([older, newer].map((schema) => [schema.fingerprint, schema]));

function contactSchema(more: unknown[], moreOfAddress: unknown[]): AvroSchema {
  return avroSchema({
    type: 'record',
    name: 'Contact',
    namespace: 'shop.contacts',
    fields: [
      field('contactId'),
      field('name'),
      field('age', 'int'),
      field('address', {
        type: 'record',
        name: 'Address',
        fields: [field('street'), field('city'), ...moreOfAddress],
      }),
      ...more,
    ],
  });
}

const ways = new Map<string, (body: Buffer) => unknown>();

function decode<T extends Contact>(
  data: string | Uint8Array,
  as?: AvroSchema,
): { value: T; writer: AvroSchema } {
  const { fingerprint, body } = takeApart(Buffer.from(bytes(data)));
  const writer = SCHEMAS.get(fingerprint);
  if (writer === undefined) throw new Error('the contact was written with another schema');
  const reader = as ?? writer;
  const name = `${fingerprint}:${reader.fingerprint}`;
  const way = ways.get(name) ?? wayToRead(writer, reader);
  ways.set(name, way);
  // The schemas above say that it is one.
  return { value: way(body) as T, writer };
}

const written = {
  write: (contact: NewerContact) => encode(newer, contact),
  read: (data: string | Uint8Array) => JSON.parse(JSON.stringify(decode<NewerContact>(data, newer).value)),
};

/** Resolved into the reader's schema, and written with that: a writer's field that it lacks is ignored. */
export const avroResolved: ContactCodec = {
  ...written,
  update: (data, change) => encode(older, changed(decode(data, older).value, change)),
};

/** Decoded and encoded with the schema that the data was written with. */
export const avroWithWritersSchema: ContactCodec = {
  ...written,
  update(data, change) {
    const { value, writer } = decode(data);
    return encode(writer, changed(value, change));
  },
};
