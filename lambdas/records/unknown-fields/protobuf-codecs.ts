import {
  create,
  type DescMessage,
  fromBinary,
  fromJson,
  type MessageShape,
  toBinary,
  toJson,
} from '@bufbuild/protobuf';
import { ContactSchema as Older } from '../../../schemas/gen/proto/shop/contacts/v1/contact_pb.ts';
import { ContactSchema as Newer } from '../../../schemas/gen/proto/shop/contacts/v2/contact_pb.ts';
import { isPlainObject, type PlainObject } from '../values/plain.ts';
import { bytes, type ContactChange, type ContactCodec, text } from './contact.ts';

/** The runtime keeps fields that it does not know, with the bytes that they came in. */
export const protobufBinary: ContactCodec = {
  write: ({ address, ...contact }) => toBinary(Newer, create(Newer, { ...contact, address })),
  update: (data, change) => toBinary(Older, apply(fromBinary(Older, bytes(data)), change)),
  read: (data) => plain(Newer, fromBinary(Newer, bytes(data))),
};

/** Its JSON form has no place for them: either they are an error, or they are dropped. */
export const protobufJson: ContactCodec = {
  write: (contact) => JSON.stringify(toJson(Newer, create(Newer, contact))),
  update: (data, change) =>
    JSON.stringify(
      toJson(Older, apply(fromJson(Older, JSON.parse(text(data)), { ignoreUnknownFields: true }), change)),
    ),
  read: (data) => plain(Newer, fromJson(Newer, JSON.parse(text(data)))),
};

function apply(
  contact: MessageShape<typeof Older>,
  { age, city }: ContactChange,
): MessageShape<typeof Older> {
  contact.age = age;
  if (contact.address !== undefined) contact.address.city = city;
  return contact;
}

function plain<T extends DescMessage>(schema: T, message: MessageShape<T>): PlainObject {
  const value = toJson(schema, message);
  return isPlainObject(value) ? value : {};
}
