import type { SchemaNode } from './contract.ts';
import type { Content } from './operation.ts';

/** The schema for a media type: its own, or that of the range (`application/*`) that it is in. */
export function schemaFor(content: Content, type: string): SchemaNode | undefined {
  const [group = ''] = type.split('/');
  return content.get(type) ?? content.get(`${group}/*`) ?? content.get('*/*');
}

export function describeContent(content: Content | undefined): string {
  return content === undefined || content.size === 0 ? 'no content' : [...content.keys()].join(', ');
}

/** Form fields travel as text. */
export function isTextual(type: string): boolean {
  return type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data';
}
