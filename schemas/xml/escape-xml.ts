const ESCAPES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  // A parser would read these as a line feed, and in an attribute as a space.
  ['\r', '&#13;'],
  ['\n', '&#10;'],
  ['\t', '&#9;'],
]);

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Text for an element or for an attribute in double quotes. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"\r\n\t]/g, (character) => ESCAPES.get(character) ?? character);
}

/** Replaces references to characters and to the five entities of XML; undefined when there is any other `&`. */
export function unescapeXml(text: string): string | undefined {
  if (!text.includes('&')) return text;
  let faulty = false;
  const replaced = text.replaceAll(
    /&(?:#x([0-9a-fA-F]{1,8});|#(\d{1,8});|(\w+);)?/g,
    (_, hexadecimal?: string, decimal?: string, name?: string) => {
      const character =
        name === undefined
          ? fromCodePoint(hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16))
          : ENTITIES.get(name);
      faulty ||= character === undefined;
      return character ?? '';
    },
  );
  return faulty ? undefined : replaced;
}

function fromCodePoint(point: number): string | undefined {
  return point <= 0x10_ff_ff && Number.isInteger(point) ? String.fromCodePoint(point) : undefined;
}
