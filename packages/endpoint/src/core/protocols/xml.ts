/** Values as the Query and REST XML protocols write them: lists as `<member>`, timestamps in ISO 8601. */
export function renderXml(value: unknown, maps: ReadonlySet<string>): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((item) => `<member>${renderXml(item, maps)}</member>`).join('');
  if (typeof value !== 'object') return escapeXml(String(value));
  return Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .map(
      ([name, member]) =>
        `<${name}>${maps.has(name) ? renderMap(member, maps) : renderXml(member, maps)}</${name}>`,
    )
    .join('');
}

function renderMap(map: object, maps: ReadonlySet<string>): string {
  return Object.entries(map)
    .map(
      ([key, value]) => `<entry><key>${escapeXml(key)}</key><value>${renderXml(value, maps)}</value></entry>`,
    )
    .join('');
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser would normalise a bare carriage return to a line feed (XML 1.0, 2.11).
  '\r': '&#xD;',
};

export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => ESCAPES[character] ?? character);
}
