import type { MessageAttribute } from '../message-attributes.ts';

/** Message attributes as a policy sees them: texts, numbers and lists. Binary ones are not seen. */
export function attributesAsObject(attributes: Record<string, MessageAttribute>): Record<string, unknown> {
  const seen: Record<string, unknown> = {};
  for (const [name, { DataType, StringValue }] of Object.entries(attributes)) {
    if (StringValue === undefined) continue;
    if (DataType === 'String.Array') seen[name] = parseList(StringValue);
    else seen[name] = /^Number(\.|$)/.test(DataType) ? Number(StringValue) : StringValue;
  }
  return seen;
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
