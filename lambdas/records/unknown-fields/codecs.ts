import { avroResolved, avroWithWritersSchema } from './avro-codecs.ts';
import type { ContactCodec } from './contact.ts';
import { halfKeepingValidator, keepingValidator, naiveObject, strippingValidator } from './json-codecs.ts';
import { protobufBinary, protobufJson } from './protobuf-codecs.ts';

/** How an older release updates a contact. `update-item` needs no codec: DynamoDB changes the item in place. */
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

/** What the older release does in each way, apart from reading and writing the item. */
export const CONTACT_CODECS: Record<Exclude<ContactWay, 'update-item'>, ContactCodec> = {
  'naive-object': naiveObject,
  'zod-object': strippingValidator,
  'zod-loose-object': keepingValidator,
  'zod-loose-object-outside': halfKeepingValidator,
  'avro-resolved': avroResolved,
  'avro-writers-schema': avroWithWritersSchema,
  'protobuf-binary': protobufBinary,
  'protobuf-json': protobufJson,
};
