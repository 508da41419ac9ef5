import { describe, expect, it } from 'vitest';
import { readEvent, writeEvent } from '../../../../lambdas/shared/events.ts';

const data = Buffer.from('c301000102030405060708ff', 'hex');
const text = writeEvent({
  id: '536365.order',
  source: '/shop/orders',
  type: 'shop.order.placed',
  subject: '536365',
  time: new Date('2010-12-01T08:26:00Z'),
  dataschema: 'urn:shop:schemas:order:v1',
  data,
});

function changed(change: Record<string, unknown>): string {
  return JSON.stringify({ ...JSON.parse(text), ...change });
}

const malformed = expect.objectContaining({ code: 'malformed-event' });

describe('an event', () => {
  it('is a CloudEvent 1.0 in structured JSON, with its data in base64', () => {
    expect(JSON.parse(text)).toEqual({
      specversion: '1.0',
      id: '536365.order',
      source: '/shop/orders',
      type: 'shop.order.placed',
      subject: '536365',
      time: '2010-12-01T08:26:00.000Z',
      datacontenttype: 'application/avro',
      dataschema: 'urn:shop:schemas:order:v1',
      data_base64: data.toString('base64'),
    });
  });

  it('gives back the bytes that went in', () => {
    const event = readEvent(text);
    expect(event.data).toEqual(data);
    expect(event).toMatchObject({ id: '536365.order', source: '/shop/orders', subject: '536365' });
  });

  it('may carry extensions that we do not know', () => {
    expect(() => readEvent(changed({ traceparent: '00-1-2-01' }))).not.toThrow();
  });

  it.each([
    ['text that is not JSON', 'nonsense'],
    ['JSON that is not an object', '[]'],
    ['another version of CloudEvents', changed({ specversion: '2.0' })],
    ['no id', changed({ id: undefined })],
    ['no subject', changed({ subject: undefined })],
    ['a source that is no URI reference', changed({ source: '%' })],
    ['a time that is none', changed({ time: 'yesterday' })],
    ['data of another kind', changed({ datacontenttype: 'application/json' })],
    ['data that is not base64', changed({ data_base64: '*' })],
    ['no data', changed({ data_base64: undefined })],
  ])('is refused with %s', (_, body) => {
    expect(() => readEvent(body)).toThrow(malformed);
  });

  it('is refused without a word of what is in it', () => {
    expect(() => readEvent('secret')).toThrow(/^the message is not valid JSON$/);
  });
});
