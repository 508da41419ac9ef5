import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { renderWaterfall } from '../../../../bin/traces/render-waterfall.ts';
import { ORDER_SPANS, span, TRACE_ID } from '../../driver/traces/spans.ts';

it('a trace is a table with a time axis, and words on what is missing', () => {
  const batch = span('9', undefined, [130, 170], {
    service: 'email',
    traceId: 'a'.repeat(32),
    attributes: { 'messaging.batch.message_count': 3 },
  });
  const missing = ['o.order was not processed by journal'];
  const failed = span('7', '1', [70, 80], { status: 'error', attributes: { 'error.type': 'conflict' } });
  const trace = { traceId: TRACE_ID, spans: [...ORDER_SPANS, failed], batches: [batch], missing };
  const lines = stripVTControlCharacters(renderWaterfall(trace)).split('\n');
  expect(lines[0]).toBe(`Trace ${TRACE_ID}: 7 spans, 160 ms`);
  expect(lines[1]).toMatch(/^service +release +lambda +span +start +took +gap +schema +timeline$/);
  expect(lines[4]).toMatch(/^ {4}relay +- +1 +5 +110 ms +5\.0 ms +99\.0 ms +order v1 +·+█$/);
  expect(lines[5]).toMatch(
    /^ {6}email +v1 +1 +process \(queue\) +135 ms +25\.0 ms +20\.0 ms +order v1 +·+█+$/,
  );
  expect(lines.some((line) => /7 ✖ conflict/.test(line))).toBe(true);
  expect(lines.at(-2)).toBe(
    `Batch: email processed a message of this trace in a batch of 3 (trace ${'a'.repeat(32)}).`,
  );
  expect(lines.at(-1)).toBe('Missing: o.order was not processed by journal.');
});
