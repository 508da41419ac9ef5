import { compareParameters } from './compare-parameters.ts';
import type { SchemaComparison } from './compare-schemas.ts';
import { compareSecurity } from './compare-security.ts';
import { describeContent, isTextual, schemaFor } from './media-types.ts';
import type { Operation } from './operation.ts';
import type { Reason } from './rule.ts';

/** Why a request by the client's contract is refused, or understood otherwise, by the server's. */
export function compareRequests(
  client: Operation,
  server: Operation,
  comparison: SchemaComparison,
): Reason[] {
  return [
    ...compareSecurity(client, server),
    ...compareParameters(client, server, comparison),
    ...compareBodies(client, server, comparison),
  ];
}

function compareBodies({ body }: Operation, server: Operation, comparison: SchemaComparison): Reason[] {
  const isMissing = server.body?.required === true && body?.required !== true;
  const missing: Reason[] = isMissing
    ? [
        {
          rule: 'body-required',
          path: 'body',
          sent: body === undefined ? 'absent' : 'optional',
          expected: 'required',
          sentence: `{sender} ${body === undefined ? 'does not send' : 'may omit'} a body, and {receiver} requires one.`,
        },
      ]
    : [];
  const compared = [...(body?.content ?? [])].flatMap(([type, schema]): Reason[] => {
    const expected = server.body === undefined ? undefined : schemaFor(server.body.content, type);
    if (expected !== undefined) return comparison.compare(schema, expected, 'body', isTextual(type));
    return [
      {
        rule: 'media-type',
        path: 'body',
        sent: describeContent(body?.content),
        expected: describeContent(server.body?.content),
        sentence: `{sender} may send ${type}, and {receiver} refuses it.`,
      },
    ];
  });
  return [...missing, ...compared];
}
