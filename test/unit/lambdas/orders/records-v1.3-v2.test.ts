import { describe, expect, it } from 'vitest';
import { withTotal } from '../../../../lambdas/orders/domain.ts';
import * as v1_2 from '../../../../lambdas/orders/v1.2/order.ts';
import * as v1_3 from '../../../../lambdas/orders/v1.3/order.ts';
import { orderEvent as eventOfV1_3 } from '../../../../lambdas/orders/v1.3/outbox.ts';
import * as v2 from '../../../../lambdas/orders/v2/order.ts';
import { orderEvent as eventOfV2 } from '../../../../lambdas/orders/v2/outbox.ts';
import { parse } from '../../../../lambdas/shared/parse.ts';

const BODY = {
  orderId: 'o-1',
  kind: 'order',
  customerId: null,
  country: 'EIRE',
  placedAt: '2010-12-01T08:26:00+01:00',
  lines: [{ sku: 's', description: '', quantity: 3, unitPrice: '12.5' }],
};
const older = (changes: object = {}) =>
  v1_3.toRecord(withTotal(parse(v1_3.newOrder, { ...BODY, ...changes })));
const newer = (changes: object = {}) => v2.toRecord(withTotal(parse(v2.newOrder, { ...BODY, ...changes })));

describe('records of orders', () => {
  it('are written by v1.3 as v1.2 writes them', () => {
    const order = withTotal(parse(v1_3.newOrder, BODY));
    expect(v1_3.toRecord(order)).toEqual(v1_2.toRecord(order));
  });

  it('are read by either release, whichever wrote them', () => {
    const common = withTotal(parse(v1_3.newOrder, BODY));
    expect(v1_3.fromRecord(newer({ channel: 'web' }))).toEqual(common);
    expect(v2.fromRecord(older())).toEqual({ ...common, channel: undefined });
    expect(v2.fromRecord(newer({ channel: 'phone' }))).toEqual({ ...common, channel: 'phone' });
  });

  it('of one order are of the same order for both, whichever release wrote which', () => {
    for (const { isSameOrder } of [v1_3, v2]) {
      for (const one of [older(), newer(), newer({ channel: 'web' })]) {
        for (const other of [older(), newer()]) {
          expect(isSameOrder(one, other)).toBe(true);
          expect(isSameOrder(other, one)).toBe(true);
        }
        expect(isSameOrder(one, older({ country: 'Norway' }))).toBe(false);
        expect(isSameOrder(newer({ customerId: 'c' }), one)).toBe(false);
      }
    }
  });

  it('with two channels are two orders for v2; v1.3 knows no channels', () => {
    const [web, phone] = [newer({ channel: 'web' }), newer({ channel: 'phone' })];
    expect(v2.isSameOrder(web, phone)).toBe(false);
    expect(v1_3.isSameOrder(web, phone)).toBe(true);
  });

  it('keep what says more, where two are of the same order', () => {
    const web = newer({ channel: 'web' });
    expect(v2.fuller(older(), web)).toBe(web);
    expect(v2.fuller(web, newer())).toBe(web);
    const first = older();
    expect(v2.fuller(first, newer())).toBe(first);
  });

  it('are sent with the name of the schema that they were written with', () => {
    const order = v1_3.fromRecord(older());
    const schemaOf = (event: string) => JSON.parse(event).dataschema;
    for (const eventOf of [eventOfV1_3, eventOfV2]) {
      expect(schemaOf(eventOf(order, older(), new Date(0)))).toBe('urn:shop:schemas:order:v1');
      expect(schemaOf(eventOf(order, newer(), new Date(0)))).toBe('urn:shop:schemas:order:v2');
    }
  });
});

it.each(['fax', '', 'WEB', 1, null])('v2 refuses the channel %j', (channel) => {
  expect(() => parse(v2.newOrder, { ...BODY, channel })).toThrow(
    expect.objectContaining({ code: 'bad-request', message: expect.stringContaining('channel') }),
  );
});

it('v1.3 ignores a channel, as every member that it does not know', () => {
  expect(parse(v1_3.newOrder, { ...BODY, channel: 'fax' })).not.toHaveProperty('channel');
});
