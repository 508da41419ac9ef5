import type { Message } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { readDeadLetter } from '../../../../driver/dead-letters/dead-letter.ts';
import { isSelected } from '../../../../driver/dead-letters/redrive.ts';

const SENT = Date.parse('2026-12-01T10:00:00Z');
const EVENT = { id: 'o-1.order', type: 'shop.order.placed', subject: 'o-1', source: 'urn:shop:orders' };

function message(body: unknown, attributes: Record<string, string> = {}): Message {
  return {
    MessageId: 'm-2',
    Body: typeof body === 'string' ? body : JSON.stringify(body),
    Attributes: {
      MessageGroupId: 'o-1',
      SentTimestamp: String(SENT),
      ApproximateReceiveCount: '3',
    },
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    ),
  };
}

const parked = (attributes: Record<string, string>, body: unknown = EVENT) =>
  readDeadLetter({ owner: 'email', kind: 'dead-letters' }, message(body, attributes));
const undelivered = (attributes: Record<string, string>) =>
  readDeadLetter({ owner: 'email', kind: 'undelivered' }, message(EVENT, attributes));
const report = (body: unknown) => readDeadLetter({ owner: 'relay', kind: 'set-aside' }, message(body));

test('a parked message says what its attributes say', () => {
  const letter = parked({
    cause: 'unknown-schema',
    consumer: 'email',
    release: 'v1.1',
    'message-id': 'm-1',
    'failed-at': '2026-12-01T09:00:00.000Z',
  });
  expect(letter).toMatchObject({
    cause: 'unknown-schema',
    release: 'v1.1',
    messageId: 'm-2',
    failedMessageId: 'm-1',
    failedAt: '2026-12-01T09:00:00.000Z',
    group: 'o-1',
    receives: 3,
    event: { id: 'o-1.order', type: 'shop.order.placed', subject: 'o-1' },
  });
});

test('a message without a cause was moved by its queue', () => {
  expect(parked({})).toMatchObject({
    cause: 'retries-exhausted',
    release: undefined,
    failedMessageId: 'm-2',
    failedAt: '2026-12-01T10:00:00.000Z',
  });
});

test.each([
  ['a cause of a later version', parked({ cause: 'too-old' }), { cause: 'other', detail: 'too-old' }],
  ['a name of every object', parked({ cause: 'constructor' }), { cause: 'other', detail: 'constructor' }],
  ['a time that is none', parked({ 'failed-at': 'soon' }), { failedAt: '2026-12-01T10:00:00.000Z' }],
  ['no JSON', parked({}, 'broken'), { event: undefined, body: 'broken' }],
  ['no event', parked({}, { id: 1 }), { event: undefined }],
  ['SNS', undelivered({ ErrorCode: 'InvalidQueue' }), { cause: 'undelivered', detail: 'InvalidQueue' }],
  [
    'relay v1.1',
    report({ code: 'malformed-event', keys: {} }),
    { cause: 'malformed-event', detail: undefined },
  ],
  ['the topic', report({ code: 'InvalidParameter' }), { cause: 'other', detail: 'InvalidParameter' }],
  ['relay v2', report({ code: 'x', cause: 'unknown-schema' }), { cause: 'unknown-schema', detail: 'x' }],
  ['a report that is none', report('broken'), { cause: 'other', detail: undefined, event: undefined }],
  [
    'Lambda',
    report({ requestContext: { condition: 'RecordAgeExceeded' } }),
    { cause: 'retries-exhausted', detail: 'RecordAgeExceeded' },
  ],
])('cause and time of a dead letter: %s', (_, letter, expected) => {
  expect(letter).toMatchObject(expected);
});

test.each([
  ['an upgrade can mend it', parked({ cause: 'unknown-schema' }), {}, true],
  ['nothing can mend it', parked({ cause: 'malformed-event' }), {}, false],
  ['its cause is named', parked({ cause: 'malformed-event' }), { causes: ['malformed-event'] }, true],
  ['another cause is named', parked({ cause: 'unknown-schema' }), { causes: ['malformed-event'] }, false],
  ['its id is named', parked({ cause: 'malformed-event' }), { ids: ['m-2'] }, true],
  ['the id of its event is named', parked({ cause: 'malformed-event' }), { ids: ['o-1.order'] }, true],
  ['another id is named', parked({ cause: 'unknown-schema' }), { ids: ['m-9'] }, false],
  [
    'its id and another cause are named',
    parked({ cause: 'unknown-schema' }),
    { ids: ['m-2'], causes: ['malformed-event'] },
    false,
  ],
  ['it is a report', report({ code: 'unknown-schema' }), { ids: ['m-2'] }, false],
] as const)('a dead letter is sent back or not: %s', (_, letter, { causes, ids }: Named, expected) => {
  const selection = {
    ...(causes !== undefined && { causes: new Set(causes) }),
    ...(ids !== undefined && { ids: new Set(ids) }),
  };
  expect(isSelected(letter, selection)).toBe(expected);
});

interface Named {
  causes?: readonly ('malformed-event' | 'unknown-schema')[];
  ids?: readonly string[];
}
