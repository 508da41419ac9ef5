import { renderText } from './xml-shape.ts';

/** Lists whose elements are not called as their member: `Part`, or wrapped as in `['Buckets', 'Bucket']`. */
export type ListNames = Record<string, string | readonly [wrapper: string, item: string]>;

/** Writes an SDK output as S3 does: lists stand directly in their parent, unless named otherwise. */
export function renderOutput(value: object, names: ListNames = {}): string {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => {
      if (!Array.isArray(member)) return element(name, member, names);
      const form = names[name] ?? name;
      if (typeof form === 'string') return member.map((item) => element(form, item, names)).join('');
      const [wrapper, item] = form;
      return `<${wrapper}>${member.map((each) => element(item, each, names)).join('')}</${wrapper}>`;
    })
    .join('');
}

function element(name: string, value: unknown, names: ListNames): string {
  const content =
    typeof value === 'object' && value !== null && !(value instanceof Date)
      ? renderOutput(value, names)
      : renderText(value);
  return `<${name}>${content}</${name}>`;
}
