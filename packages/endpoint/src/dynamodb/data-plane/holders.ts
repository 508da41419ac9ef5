import type { Names } from '../expressions/list-changes.ts';
import type { ExpressionName } from '../expressions/reader.ts';

/** A part of a request that has expressions, with the names and values that they use. */
export type Holder = Record<string, unknown>;

const READ: readonly ExpressionName[] = ['ProjectionExpression'];
const WRITE: readonly ExpressionName[] = ['ConditionExpression'];
const UPDATE: readonly ExpressionName[] = ['UpdateExpression', 'ConditionExpression'];

const DIRECT: ReadonlyMap<string, readonly ExpressionName[]> = new Map([
  ['GetItem', READ],
  ['PutItem', WRITE],
  ['DeleteItem', WRITE],
  ['UpdateItem', UPDATE],
  ['Query', ['KeyConditionExpression', 'FilterExpression', 'ProjectionExpression']],
  ['Scan', ['FilterExpression', 'ProjectionExpression']],
]);

/** The actions of a transaction, with the operations whose expressions they take. */
const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['Get', 'GetItem'],
  ['Put', 'PutItem'],
  ['Update', 'UpdateItem'],
  ['Delete', 'DeleteItem'],
  ['ConditionCheck', 'PutItem'],
]);

/** Every part of a request that can have expressions, and which. What has another form is left to the engine. */
export function expressionHolders(
  operation: string,
  input: Holder,
): { holder: Holder; names: readonly ExpressionName[] }[] {
  switch (operation) {
    case 'BatchGetItem':
      return isRecord(input['RequestItems'])
        ? Object.values(input['RequestItems'])
            .filter(isRecord)
            .map((holder) => ({ holder, names: READ }))
        : [];
    case 'TransactGetItems':
    case 'TransactWriteItems':
      return list(input['TransactItems']).flatMap((item) =>
        Object.entries(item).flatMap(([action, holder]) => {
          const names = DIRECT.get(ACTIONS.get(action) ?? '');
          return names !== undefined && isRecord(holder) ? [{ holder, names }] : [];
        }),
      );
    default: {
      const names = DIRECT.get(operation);
      return names === undefined ? [] : [{ holder: input, names }];
    }
  }
}

/** What the placeholders of attribute names mean. */
export function namesOf(holder: Holder): Names {
  const names = holder['ExpressionAttributeNames'];
  return isRecord(names) ? names : undefined;
}

/** The records of a list. */
export function list(value: unknown): Holder[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function isRecord(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
