import { expect, test } from 'vitest';
import { encodingsOnTheWire } from '../../scenarios/services/encodings-on-the-wire/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('one call as JSON, Protobuf and SOAP: sizes and times, and what becomes of an unknown field', async () => {
  const result = await resultOf(encodingsOnTheWire);

  expect(differing(result)).toEqual([]);
  const { index } = result;
  for (const encoding of ['json', 'connect-json', 'connect-binary', 'grpc-web', 'soap']) {
    expect(index.number(`${encoding}.request`)).toBeGreaterThan(index.number(`${encoding}.request-body`));
    expect(index.number(`${encoding}.response`)).toBeGreaterThan(index.number(`${encoding}.response-body`));
    expect(index.number(`${encoding}.latency`)).toBeGreaterThan(0);
  }
  expect(index.text('unknown-field.soap')).toBe('refused');
  expect(index.ofGroup('codec').map(({ observed }) => Number(observed) > 0)).toEqual(Array(8).fill(true));
});
