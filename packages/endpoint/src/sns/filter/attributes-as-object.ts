import { setOwn } from '../../core/own.ts';
import type { MessageAttribute } from '../message-attributes.ts';

/** Message attributes as a policy sees them: texts, numbers and lists. Binary ones are not seen. */
export function attributesAsObject(attributes: Record<string, MessageAttribute>): Record<string, unknown> {
  const seen: Record<string, unknown> = {};
  for (const [name, { DataType, StringValue }] of Object.entries(attributes)) {
    if (StringValue === undefined) continue;
    setOwn(seen, name, seenAs(DataType, StringValue));
  }
  return seen;
}

function seenAs(type: string, text: string): unknown {
  if (type === 'String.Array') return parseList(text);
  return /^Number(\.|$)/.test(type) ? Number(text) : text;
}

/** What is no JSON array after all stays the text that it is. */
function parseList(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : text;
  } catch {
    return text;
  }
}
