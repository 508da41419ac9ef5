import type { GlobalSecondaryIndexDescription, TableDescription } from '@aws-sdk/client-dynamodb';
import { own } from '../../core/own.ts';
import { dynamoDbError } from '../errors.ts';
import type { KeyComparison } from '../expressions/key-condition.ts';
import { type Holder, isRecord, namesOf } from './holders.ts';

/** What the expressions of a read use. */
export interface Used {
  readonly keyComparisons: readonly KeyComparison[];
  /** Top-level names or `#aliases` of the projection. */
  readonly projected: readonly string[];
}

/** A comparison of a key with what it is compared with. */
interface Comparison {
  readonly attribute: string;
  readonly operator: string;
  readonly values: readonly Record<string, unknown>[];
}

/** Whether only the table says if a read is allowed. */
export function needsSchema(operation: string, { IndexName: index }: Holder): boolean {
  return operation === 'Query' || (operation === 'Scan' && typeof index === 'string');
}

/** Refuses what DynamoDB refuses of a query or scan, and the engine does not. Throws AwsError. */
export function checkRead(input: Holder, used: Used, table: TableDescription): void {
  const comparisons = resolve(input, used.keyComparisons);
  checkKeys(comparisons, keyOf(input, table), table);
  checkStart(comparisons, input['ExclusiveStartKey']);
  checkProjected(input, used.projected, table);
}

/** The name of the partition key that is queried. */
function keyOf({ IndexName: index }: Holder, table: TableDescription): string | undefined {
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  const schema =
    index === undefined ? table.KeySchema : indexes.find(({ IndexName }) => IndexName === index)?.KeySchema;
  return schema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
}

function checkKeys(
  comparisons: readonly Comparison[],
  partitionKey: string | undefined,
  { AttributeDefinitions = [] }: TableDescription,
): void {
  if (new Set(comparisons.map(({ attribute }) => attribute)).size < comparisons.length) {
    throw dynamoDbError.validation('KeyConditionExpressions must only contain one condition per key');
  }
  const types = new Map(AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType]));
  for (const { attribute, operator, values } of comparisons) {
    if (attribute === partitionKey && operator !== '=')
      throw dynamoDbError.validation('Query key condition not supported');
    const type = types.get(attribute);
    for (const value of values) {
      const [given, ...others] = Object.keys(value);
      if (type === undefined || others.length > 0) continue;
      if (given !== type) {
        throw dynamoDbError.validation(
          'One or more parameter values were invalid: Condition parameter type does not match schema type',
        );
      }
      if (operator === 'begins_with' && type === 'N') {
        throw dynamoDbError.validation(
          'Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
        );
      }
      if (operator === '=' && value[type] === '') {
        throw dynamoDbError.validation(
          `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === 'S' ? 'string' : 'binary'} value. Key: ${attribute}`,
        );
      }
    }
  }
}

/** A query goes on where the last one ended, which has the keys that are asked for. */
function checkStart(comparisons: readonly Comparison[], start: unknown): void {
  if (!isRecord(start)) return;
  for (const { attribute, operator, values } of comparisons) {
    const at = own(start, attribute);
    if (operator !== '=' || !isRecord(at) || values[0] === undefined) continue;
    if (!areEqual(at, values[0])) {
      throw dynamoDbError.validation(
        'The provided starting key is outside query boundaries based on provided conditions',
      );
    }
  }
}

function areEqual(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  if (a['N'] !== undefined && b['N'] !== undefined) return Number(a['N']) === Number(b['N']);
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A global secondary index has its own copy of the items, and no other attributes than that. */
function checkProjected(input: Holder, projected: readonly string[], table: TableDescription): void {
  const { IndexName: name } = input;
  const index = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === name);
  const has = index === undefined ? undefined : attributesOf(index, table);
  if (has === undefined) return;
  const names = namesOf(input);
  const missing = projected.map((one) => String(own(names, one) ?? one)).filter((one) => !has.has(one));
  if (missing.length > 0) {
    throw dynamoDbError.validation(
      `One or more parameter values were invalid: Global secondary index ${name} does not project [${missing.join(', ')}]`,
    );
  }
}

/** Undefined: all of them. */
function attributesOf(
  { KeySchema = [], Projection }: GlobalSecondaryIndexDescription,
  table: TableDescription,
): Set<string | undefined> | undefined {
  if (Projection?.ProjectionType === 'ALL') return undefined;
  const keys = [...KeySchema, ...(table.KeySchema ?? [])].map(({ AttributeName }) => AttributeName);
  return new Set([...keys, ...(Projection?.NonKeyAttributes ?? [])]);
}

function resolve(input: Holder, comparisons: readonly KeyComparison[]): Comparison[] {
  const { KeyConditions: legacy, ExpressionAttributeValues: values } = input;
  const names = namesOf(input);
  return [
    ...comparisons.map(({ attribute, operator, values: placeholders }) => ({
      attribute: String(own(names, attribute) ?? attribute),
      operator,
      values: placeholders.map((one) => (isRecord(values) ? own(values, one) : undefined)).filter(isRecord),
    })),
    ...(isRecord(legacy) ? Object.entries(legacy) : []).flatMap(([attribute, condition]) => {
      if (!isRecord(condition)) return [];
      const { AttributeValueList: given, ComparisonOperator: operator } = condition;
      return [
        {
          attribute,
          operator: operator === 'EQ' ? '=' : String(operator),
          values: Array.isArray(given) ? given.filter(isRecord) : [],
        },
      ];
    }),
  ];
}
