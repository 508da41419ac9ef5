import type { DescEnum, DescEnumValue } from '@bufbuild/protobuf';
import { counterpart } from './counterpart.ts';
import type { Encoding, Reason } from './rule.ts';

/**
 * What a receiver of `expected` misunderstands of the values of `sent`. Enums of proto3 are open: a number that the
 * receiver does not know is kept, and a name in JSON that it does not know is lost or refused.
 *
 * @param withZero whether the sender ever writes the value 0: it does not where a field has no presence
 */
export function compareEnums(
  sent: DescEnum,
  expected: DescEnum,
  path: string,
  encoding: Encoding,
  withZero: boolean,
): Reason[] {
  return written(sent).flatMap((value) => {
    const isOmitted = value.number === 0 && !withZero;
    const reason =
      encoding === 'json' && !isOmitted
        ? compareNames(value, expected, path)
        : compareNumbers(value, sent, expected, path);
    return reason === undefined ? [] : [reason];
  });
}

/** Of the names of a number, writers of JSON use one. */
function written({ values }: DescEnum): DescEnumValue[] {
  return [...new Map(values.toReversed().map((value) => [value.number, value])).values()].toReversed();
}

function compareNumbers(
  value: DescEnumValue,
  sent: DescEnum,
  expected: DescEnum,
  path: string,
): Reason | undefined {
  const meant = counterpart(value, sent.values, expected.values);
  if (meant?.number === value.number) return undefined;
  const read = expected.values.filter(({ number }) => number === value.number);
  if (meant === undefined && read.length === 0) return undefined;
  return {
    rule: 'enum-number',
    path: `${path}/${value.name}`,
    sent: describe(value),
    expected: meant === undefined ? read.map(describe).join(', ') : describe(meant),
    sentence: `{sender} sends ${value.number} for ${value.name}, which {receiver} reads as ${read[0]?.name ?? 'an unknown value'}.`,
  };
}

function compareNames(value: DescEnumValue, expected: DescEnum, path: string): Reason | undefined {
  if (expected.values.some(({ name }) => name === value.name)) return undefined;
  return {
    rule: 'enum-name',
    path: `${path}/${value.name}`,
    sent: describe(value),
    expected: expected.values.find(({ number }) => number === value.number)?.name ?? 'no such value',
    sentence: `{sender} may send the name ${value.name}, which {receiver} does not know.`,
  };
}

function describe({ name, number }: DescEnumValue): string {
  return `${name} = ${number}`;
}
