import { describe, expect, it } from 'vitest';
import {
  eventParent,
  formatTraceparent,
  parseAmazonTrace,
  parseTraceparent,
} from '../../../../../lambdas/shared/tracing/trace-context.ts';
import { SAMPLED_PARENT, SPAN_ID, TRACE_ID, UNSAMPLED_PARENT } from './recorded-spans.ts';

const ZEROS = '0'.repeat(32);

describe('a traceparent', () => {
  it.each([
    [SAMPLED_PARENT, 1],
    [UNSAMPLED_PARENT, 0],
    // Other flags are not ours to read.
    [`00-${TRACE_ID}-${SPAN_ID}-03`, 1],
    // A later version may have more fields.
    [`01-${TRACE_ID}-${SPAN_ID}-01-more`, 1],
  ])('is read: %s', (text, traceFlags) => {
    expect(parseTraceparent(text)).toEqual({ traceId: TRACE_ID, spanId: SPAN_ID, traceFlags });
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `00-${TRACE_ID}-${SPAN_ID}`,
    `00-${TRACE_ID}-${SPAN_ID}-01-more`,
    `ff-${TRACE_ID}-${SPAN_ID}-01`,
    `00-${ZEROS}-${SPAN_ID}-01`,
    `00-${TRACE_ID}-${ZEROS.slice(16)}-01`,
    SAMPLED_PARENT.toUpperCase(),
    ` ${SAMPLED_PARENT}`,
    `${SAMPLED_PARENT}\n`,
  ])('is ignored where it breaks the format: %j', (text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });

  it('is written as it was read', () => {
    for (const text of [SAMPLED_PARENT, UNSAMPLED_PARENT]) {
      const context = parseTraceparent(text);
      expect(context && formatTraceparent(context)).toBe(text);
    }
  });
});

describe('the tracing header of AWS', () => {
  it.each([
    ['Root=1-67891233-abcdef012345678912345678', undefined, 1],
    ['Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1', '463ac35c9f6413ad', 1],
    ['Self=1-67891233-12456789abcdef0123456789;Root=1-67891233-abcdef012345678912345678', undefined, 1],
    ['Root=1-67891233-abcdef012345678912345678;Parent=463AC35C9F6413AD;Sampled=0', '463ac35c9f6413ad', 0],
  ])('names the trace: %s', (header, spanId, traceFlags) => {
    const trace = { traceId: '67891233abcdef012345678912345678', traceFlags };
    expect(parseAmazonTrace(header)).toEqual(spanId === undefined ? trace : { ...trace, spanId });
  });

  it.each([undefined, '', 'Root=1-67891233', 'Sampled=1'])('names none: %j', (header) => {
    expect(parseAmazonTrace(header)).toBeUndefined();
  });
});

it('is found in an event without parsing it', () => {
  const body = JSON.stringify({ specversion: '1.0', traceparent: SAMPLED_PARENT, data_base64: 'AAAA' });
  expect(eventParent(body)).toMatchObject({ traceId: TRACE_ID });
  expect(eventParent(JSON.stringify({ text: body }))).toBeUndefined();
  expect(eventParent('not JSON')).toBeUndefined();
});
