import { NumberValue } from '@aws-sdk/lib-dynamodb';
import type { Attributes, Table } from '../../../../lambdas/shared/table.ts';

/** What the payments service uses of a table, in memory; items are read as the document client returns them. */
export function memoryTable(): Pick<Table, 'createItem' | 'getItem'> & { readonly size: number } {
  const items = new Map<string, Attributes>();
  return {
    get size() {
      return items.size;
    },
    async createItem({ pk, sk }, attributes) {
      if (items.has(`${pk}/${sk}`)) return false;
      items.set(`${pk}/${sk}`, { pk, sk, ...attributes });
      return true;
    },
    async getItem({ pk, sk }) {
      const item = items.get(`${pk}/${sk}`);
      return item === undefined ? undefined : asRead(item);
    },
  };
}

function asRead(attributes: object): Attributes {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => {
        if (typeof value === 'number') return [name, NumberValue.from(String(value))];
        const isMap = typeof value === 'object' && value !== null && !(value instanceof NumberValue);
        return [name, isMap ? asRead(value) : value];
      }),
  );
}
