import { z } from 'zod';
import type { SdkShape } from './sdk-operations.ts';

/** The members of an operation's input, at any depth, that its schema would drop without a word. */
export function unreadMembers(sdk: SdkShape, schema: z.ZodType, at: string): string[] {
  const object = objectIn(schema);
  // What reads any member, or none in particular, drops none.
  if (object === undefined || object.def.catchall !== undefined) return [];
  return [...sdk.members].flatMap(([name, inner]) => {
    const member = Object.hasOwn(object.shape, name) ? object.shape[name] : undefined;
    if (member === undefined) return [`${at}.${name}`];
    return inner === undefined ? [] : unreadMembers(inner, member as z.ZodType, `${at}.${name}`);
  });
}

/** The object that a schema takes, below what makes it optional, gives it a default, lists or transforms it. */
function objectIn(schema: unknown): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema;
  if (schema instanceof z.ZodArray) return objectIn(schema.element);
  if (schema instanceof z.ZodPipe) return objectIn(schema.in) ?? objectIn(schema.out);
  if (schema instanceof z.ZodUnion) {
    return schema.options.map(objectIn).find((found) => found !== undefined);
  }
  const wraps =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable;
  return wraps ? objectIn(schema.unwrap()) : undefined;
}
