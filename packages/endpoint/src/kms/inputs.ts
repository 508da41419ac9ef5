import { z } from 'zod';
import { stringMap } from '../core/input.ts';
import { kmsError } from './errors.ts';

export const keyReference = { KeyId: z.string().min(1).max(2048) };

export const aliasName = z.string().min(1).max(256);

export const tagList = z.array(
  z.object({ TagKey: z.string().min(1).max(128), TagValue: z.string().max(256) }),
);

export const encryptionContext = stringMap.default({});

export const pageInput = {
  Limit: z.int().min(1).max(1000).default(100),
  Marker: z.string().optional(),
};

const MAX_TAGS = 50;

export function toTags(
  list: z.output<typeof tagList>,
  before: Record<string, string> = {},
): Record<string, string> {
  const tags = { ...before, ...Object.fromEntries(list.map(({ TagKey, TagValue }) => [TagKey, TagValue])) };
  if (Object.keys(tags).length > MAX_TAGS) throw kmsError.tag('A key can have at most 50 tags.');
  return tags;
}

/** Refuses an alias that AWS keeps for itself, or whose form it does not take. */
export function checkAliasName(name: string): void {
  if (!/^alias\/[a-zA-Z0-9/_-]+$/.test(name)) {
    throw kmsError.validation(
      'AliasName must begin with alias/ and hold letters, digits, slashes, underscores and hyphens only.',
    );
  }
  if (name.startsWith('alias/aws/')) throw kmsError.invalidAliasName('The alias/aws/ prefix is reserved.');
}

/** A policy must at least be a document with statements. */
export function checkPolicy(text: string): void {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw kmsError.malformedPolicy();
  }
  if (typeof document !== 'object' || document === null || !('Statement' in document))
    throw kmsError.malformedPolicy();
}
