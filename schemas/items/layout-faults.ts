import { type AttributeLayout, type ItemLayout, TEXT } from './item-layout.ts';

const KEY_ATTRIBUTES: Record<string, AttributeLayout> = { pk: TEXT, sk: TEXT };

/**
 * How an item differs from its layout, one phrase for each attribute. Values are not in the phrases.
 *
 * @param item in DynamoDB's JSON, such as `{ age: { N: '36' } }`
 */
export function layoutFaults(layout: ItemLayout, item: Readonly<Record<string, object>>): string[] {
  const attributes = new Map(Object.entries({ ...KEY_ATTRIBUTES, ...layout.attributes }));
  const missing = [...attributes].flatMap(([name, { optional }]) =>
    optional || Object.hasOwn(item, name) ? [] : [`${name}: missing`],
  );
  const wrong = Object.entries(item).flatMap(([name, value]) => {
    const attribute = attributes.get(name);
    if (attribute === undefined) return layout.open ? [] : [`${name}: not in the layout`];
    const { types } = attribute;
    const [type = 'none'] = Object.keys(value);
    return types.some((allowed) => allowed === type)
      ? []
      : [`${name}: ${type} instead of ${types.join(' or ')}`];
  });
  const typeFault =
    Object.hasOwn(layout.attributes, 'type') && !isText(item['type'], layout.name)
      ? [`type: not ${layout.name}`]
      : [];
  return [...missing, ...wrong, ...typeFault];
}

function isText(value: object | undefined, expected: string): boolean {
  return value !== undefined && 'S' in value && value.S === expected;
}
