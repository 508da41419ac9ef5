import { isMap, type Value, type ValueMap } from '../template/template.ts';

/** The value at a path of properties, where every step is there; for checks before the properties are parsed. */
export function valueAt(properties: ValueMap, ...path: readonly string[]): Value | undefined {
  let value: Value | undefined = properties;
  for (const name of path) {
    if (!isMap(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** A text in a template that is known before the deployment. */
export function knownText(value: Value | undefined): string | undefined {
  return typeof value === 'string' && !value.includes('{{') ? value : undefined;
}
