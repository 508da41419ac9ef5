import { renderText } from './xml-shape.ts';

/** Members whose elements have another name: `Part` for each of `Parts`, or wrapped as in `['Buckets', 'Bucket']`. */
export type ElementNames = Record<string, string | readonly [wrapper: string, item: string]>;

/** Writes an SDK output as S3 does: lists stand directly in their parent, unless they are wrapped. */
export function renderOutput(value: object, names: ElementNames = {}): string {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => {
      const form = names[name] ?? name;
      if (!Array.isArray(member)) return element(typeof form === 'string' ? form : name, member, names);
      if (typeof form === 'string') return member.map((item) => element(form, item, names)).join('');
      const [wrapper, item] = form;
      return `<${wrapper}>${member.map((each) => element(item, each, names)).join('')}</${wrapper}>`;
    })
    .join('');
}

function element(name: string, value: unknown, names: ElementNames): string {
  const content =
    typeof value === 'object' && value !== null && !(value instanceof Date)
      ? renderOutput(value, names)
      : renderText(value);
  return `<${name}>${content}</${name}>`;
}
