import * as z from 'zod';
import { type Contact, type ContactCodec, changed, text } from './contact.ts';

const json = {
  write: (contact: unknown) => JSON.stringify(contact),
  read: (data: string | Uint8Array) => JSON.parse(text(data)),
};

const fields = { contactId: z.string(), name: z.string(), age: z.int() };
const addressFields = { street: z.string(), city: z.string() };

/** A new object of the fields that the release knows. */
export const naiveObject: ContactCodec = {
  ...json,
  update(data, { age, city }) {
    const { contactId, name, address }: Contact = JSON.parse(text(data));
    const known: Contact = { contactId, name, age, address: { street: address.street, city } };
    return JSON.stringify(known);
  },
};

/** A validator that strips what its schema does not name, as `z.object` does. */
export const strippingValidator = validated(z.object({ ...fields, address: z.object(addressFields) }));

/** One that keeps it, at every level. */
export const keepingValidator = validated(
  z.looseObject({ ...fields, address: z.looseObject(addressFields) }),
);

/** One that keeps it at the top level only. */
export const halfKeepingValidator = validated(z.looseObject({ ...fields, address: z.object(addressFields) }));

function validated(schema: z.ZodType<Contact>): ContactCodec {
  return {
    ...json,
    update: (data, change) => JSON.stringify(changed(schema.parse(JSON.parse(text(data))), change)),
  };
}
