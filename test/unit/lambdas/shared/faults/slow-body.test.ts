import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { StringValueSchema } from '@bufbuild/protobuf/wkt';
import { XMLParser } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { padded } from '../../../../../lambdas/shared/faults/slow-body.ts';

const answer = (type: string, body: string, isBase64Encoded = false) => ({
  statusCode: 200,
  headers: { 'content-type': type },
  body,
  isBase64Encoded,
});

it('pads XML behind its root', () => {
  const { body } = padded(answer('text/xml; charset=utf-8', '<a>1</a>'), 500);
  expect(body).toHaveLength(508);
  expect(new XMLParser().parse(body)).toEqual({ a: 1 });
});

it.each([0, 100, 127, 128, 20_000])(
  'pads Protobuf with %i bytes in a field that no reader knows',
  (bytes) => {
    const message = Buffer.from(toBinary(StringValueSchema, create(StringValueSchema, { value: 'Ada' })));
    const { body } = padded(answer('application/proto', message.toString('base64'), true), bytes);
    const read = Buffer.from(body, 'base64');
    expect(read.length).toBeGreaterThanOrEqual(message.length + bytes);
    expect(fromBinary(StringValueSchema, read).value).toBe('Ada');
  },
);

it('pads JSON that is sent as bytes', () => {
  const text = Buffer.from('{"a":1}').toString('base64');
  const { body } = padded(answer('application/json', text, true), 10);
  expect(Buffer.from(body, 'base64').toString()).toBe('{"a":1}          ');
});

it('does not pad what has frames of its own', () => {
  const framed = answer('application/grpc-web+proto', 'AAAA', true);
  expect(padded(framed, 100)).toEqual(framed);
});
