import { z } from 'zod';
import { findParameter, parameterName, type SsmEngine, type StoredParameter } from './engine.ts';
import { ssmError } from './errors.ts';
import { MAX_TAGS } from './rules.ts';

export const tagList = z
  .array(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }))
  .max(1000);

/** Which resource a tag operation is about. Documents, instances and the like are not kept here. */
export const taggedParameter = {
  ResourceType: z.literal('Parameter'),
  ResourceId: z.string().min(1),
};

export function toTags(list: z.output<typeof tagList>): Record<string, string> {
  const tags = Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(tags).length > MAX_TAGS) throw ssmError.tooManyTags();
  return tags;
}

export function taggable(engine: SsmEngine, id: string): StoredParameter {
  if (!engine.parameters.has(parameterName(engine, id))) throw ssmError.invalidResourceId();
  return findParameter(engine, id);
}
