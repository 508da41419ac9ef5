import { compareDefaults } from './compare-objects.ts';
import type { SchemaComparison } from './compare-schemas.ts';
import { Conjunction } from './conjunction.ts';
import { factsOf } from './facts.ts';
import type { Operation, Parameter } from './operation.ts';
import type { Reason } from './rule.ts';

/** A server ignores parameters that it does not know, apart from those that it looks for in another place. */
export function compareParameters(
  client: Operation,
  server: Operation,
  comparison: SchemaComparison,
): Reason[] {
  const sent = [...client.parameters].flatMap(([key, parameter]) => {
    const expected = server.parameters.get(key);
    return expected === undefined
      ? movedTo(parameter, server, client)
      : compareParameter(parameter, expected, comparison);
  });
  const missing = [...server.parameters].flatMap(([key, expected]) => {
    const isSent = client.parameters.has(key) || namedIn(client, expected, server) !== undefined;
    return isSent || !expected.required ? [] : [notSent(expected, 'absent')];
  });
  return [...sent, ...missing];
}

/** A parameter of the same name that is in another place. */
function namedIn(operation: Operation, { name }: Parameter, other: Operation): Parameter | undefined {
  return [...operation.parameters].find(
    ([key, parameter]) => parameter.name.toLowerCase() === name.toLowerCase() && !other.parameters.has(key),
  )?.[1];
}

function movedTo(parameter: Parameter, server: Operation, client: Operation): Reason[] {
  const expected = namedIn(server, parameter, client);
  if (expected === undefined) return [];
  return [
    {
      rule: 'parameter-moved',
      path: pathOf(parameter),
      sent: `in ${parameter.in}`,
      expected: `in ${expected.in}`,
      sentence: `{sender} sends it in ${parameter.in}, and {receiver} looks for it in ${expected.in}.`,
    },
  ];
}

function notSent(expected: Parameter, sent: 'absent' | 'optional'): Reason {
  return {
    rule: 'parameter-required',
    path: pathOf(expected),
    sent,
    expected: 'required',
    sentence: `{sender} ${sent === 'absent' ? 'does not send' : 'may omit'} it, and {receiver} requires it.`,
  };
}

function compareParameter(parameter: Parameter, expected: Parameter, comparison: SchemaComparison): Reason[] {
  const path = pathOf(parameter);
  const textual = parameter.textual && expected.textual;
  const sent = Conjunction.of(parameter.schema);
  const wanted = Conjunction.of(expected.schema);
  return [
    ...(parameter.required || !expected.required ? [] : [notSent(expected, 'optional')]),
    ...compareStyles(parameter, expected, path),
    ...comparison.compareAll(sent, wanted, path, textual),
    ...(parameter.required ? [] : compareDefaults(sent, wanted, path)),
  ];
}

function compareStyles(parameter: Parameter, expected: Parameter, path: string): Reason[] {
  if (parameter.style === expected.style) return [];
  const matters = [parameter, expected].some(
    ({ textual, style, schema }) =>
      !textual ||
      // These write a name before a plain value as well.
      /^(matrix|label)/.test(style) ||
      ['array', 'object'].some((type) =>
        [...factsOf(Conjunction.of(schema)).types].includes(type as 'array'),
      ),
  );
  if (!matters) return [];
  return [
    {
      rule: 'parameter-style',
      path,
      sent: parameter.style,
      expected: expected.style,
      sentence: `{sender} writes it as ${parameter.style}, and {receiver} reads it as ${expected.style}.`,
    },
  ];
}

function pathOf({ in: place, name }: Parameter): string {
  return `${place}/${place === 'header' ? name.toLowerCase() : name}`;
}
