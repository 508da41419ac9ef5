import type { SchemaComparison } from './compare-schemas.ts';
import { describeContent, schemaFor } from './media-types.ts';
import type { Answer, Operation } from './operation.ts';
import type { Reason } from './rule.ts';

/** Why an answer by the server's contract is not one that the client's contract describes. */
export function compareAnswers(server: Operation, client: Operation, comparison: SchemaComparison): Reason[] {
  return [...server.answers].flatMap(([status, sent]): Reason[] => {
    const expected = answerFor(client, status);
    if (expected !== undefined) return compareAnswer(status, sent, expected, comparison);
    return [
      {
        rule: 'status-code',
        path: status,
        sent: status,
        expected: [...client.answers.keys()].join(', ') || 'none',
        sentence: `{sender} may answer ${status}, which {receiver} does not know.`,
      },
    ];
  });
}

/** What a contract says of a status: by its code, its range (`4XX`), or by default. */
function answerFor({ answers }: Operation, status: string): Answer | undefined {
  const range = status === 'default' ? undefined : answers.get(`${status.charAt(0)}XX`);
  return answers.get(status) ?? range ?? answers.get('default');
}

function compareAnswer(
  status: string,
  sent: Answer,
  expected: Answer,
  comparison: SchemaComparison,
): Reason[] {
  return [
    ...compareHeaders(status, sent, expected, comparison),
    ...compareContent(status, sent, expected, comparison),
  ];
}

function compareHeaders(
  status: string,
  sent: Answer,
  expected: Answer,
  comparison: SchemaComparison,
): Reason[] {
  return expected.headers.flatMap(({ name, required, schema }): Reason[] => {
    const path = `${status}/header/${name}`;
    const header = sent.headers.find((one) => one.name === name);
    const isMissing = required && header?.required !== true;
    const missing: Reason[] = isMissing
      ? [
          {
            rule: 'header-required',
            path,
            sent: header === undefined ? 'absent' : 'optional',
            expected: 'required',
            sentence: `{sender} ${header === undefined ? 'does not send' : 'may omit'} it, and {receiver} requires it.`,
          },
        ]
      : [];
    return [
      ...missing,
      ...(header === undefined ? [] : comparison.compare(header.schema, schema, path, true)),
    ];
  });
}

/** The client asks for the media types that it knows (`Accept`); what it does not look at, it does not compare. */
function compareContent(
  status: string,
  sent: Answer,
  expected: Answer,
  comparison: SchemaComparison,
): Reason[] {
  const path = `${status}/body`;
  if (expected.content.size === 0) return [];
  if (sent.content.size === 0) {
    return [
      {
        rule: 'body-missing',
        path,
        sent: 'no content',
        expected: describeContent(expected.content),
        sentence: '{sender} answers without a body, and {receiver} expects one.',
      },
    ];
  }
  const common = [...sent.content].flatMap(([type, schema]) => {
    const wanted = schemaFor(expected.content, type);
    return wanted === undefined ? [] : [{ schema, wanted }];
  });
  if (common.length > 0) {
    return common.flatMap(({ schema, wanted }) => comparison.compare(schema, wanted, path));
  }
  return [
    {
      rule: 'media-type',
      path,
      sent: describeContent(sent.content),
      expected: describeContent(expected.content),
      sentence: '{sender} answers in no media type that {receiver} accepts.',
    },
  ];
}
