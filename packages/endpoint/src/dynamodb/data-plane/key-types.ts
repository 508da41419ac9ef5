import type { AttributeDefinition } from '@aws-sdk/client-dynamodb';
import { validation } from '../errors.ts';
import type { KeyComparison } from '../expressions/key-condition.ts';
import { type Holder, isRecord, namesOf } from './holders.ts';

/** Refuses a query whose key conditions compare a key with a value of another type, which the engine takes. */
export function checkKeyTypes(
  input: Holder,
  comparisons: readonly KeyComparison[],
  definitions: readonly AttributeDefinition[],
): void {
  const types = new Map(
    definitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]),
  );
  for (const { attribute, value } of compared(input, comparisons)) {
    const type = types.get(attribute);
    if (type === undefined || !isRecord(value)) continue;
    const given = Object.keys(value);
    if (given.length === 1 && given[0] !== type) {
      throw validation(
        'One or more parameter values were invalid: Condition parameter type does not match schema type',
      );
    }
  }
}

function compared(
  input: Holder,
  comparisons: readonly KeyComparison[],
): { attribute: string; value: unknown }[] {
  const { KeyConditions: legacy, ExpressionAttributeValues: values } = input;
  const names = namesOf(input);
  return [
    ...comparisons.flatMap((comparison) => {
      const named = own(names, comparison.attribute) ?? comparison.attribute;
      return comparison.values.map((name) => ({ attribute: String(named), value: own(values, name) }));
    }),
    ...(isRecord(legacy)
      ? Object.entries(legacy).flatMap(([attribute, condition]) =>
          isRecord(condition) && Array.isArray(condition['AttributeValueList'])
            ? condition['AttributeValueList'].map((value: unknown) => ({ attribute, value }))
            : [],
        )
      : []),
  ];
}

function own(record: unknown, name: string): unknown {
  return isRecord(record) && Object.hasOwn(record, name) ? record[name] : undefined;
}
