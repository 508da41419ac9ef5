import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readOnlineRetail } from '../../../../driver/orders/online-retail.ts';
import { totalOf } from '../../../../driver/orders/order.ts';

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const row = (
  invoice: string,
  overrides: Partial<Record<'quantity' | 'price' | 'customer' | 'date', string>>,
) => {
  const { quantity = '6', price = '2.55', customer = '17850.0', date = '2010-12-01 08:26:00' } = overrides;
  return `${invoice},85123A,LANTERN,${quantity},${date},${price},${customer},United Kingdom`;
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orders-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, ...rows: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, [HEADER, ...rows, ''].join('\n'));
  return path;
}

test('an invoice is an order, with its customer number as text and its prices as they were written', async () => {
  const { orders } = await readOnlineRetail(
    file('a.csv', row('536365', {}), row('536365', { price: '3.390' })),
  );
  expect(orders).toEqual([
    {
      orderId: '536365',
      kind: 'order',
      customerId: '17850',
      country: 'United Kingdom',
      placedAt: '2010-12-01T08:26:00Z',
      lines: [
        { sku: '85123A', description: 'LANTERN', quantity: 6, unitPrice: '2.55' },
        { sku: '85123A', description: 'LANTERN', quantity: 6, unitPrice: '3.390' },
      ],
    },
  ]);
});

test('an invoice whose number begins with C is a cancellation', async () => {
  const { orders } = await readOnlineRetail(file('a.csv', row('C536379', { quantity: '-1' })));
  expect(orders[0]).toMatchObject({ orderId: 'C536379', kind: 'cancellation', lines: [{ quantity: -1 }] });
});

test('a missing customer is a guest, and a customer may be written without its fraction', async () => {
  const { orders } = await readOnlineRetail(
    file('a.csv', row('1', { customer: '' }), row('2', { customer: '12583' })),
  );
  expect(orders.map(({ customerId }) => customerId)).toEqual([null, '12583']);
});

test('zero prices and negative quantities are kept', async () => {
  const { orders, broken } = await readOnlineRetail(
    file('a.csv', row('1', { price: '0.0', quantity: '-10' }), row('1', { price: '-1.5', quantity: '2' })),
  );
  expect(broken).toEqual([]);
  expect(orders.map((order) => totalOf(order).toString())).toEqual(['-3']);
});

test('the lines of an invoice are gathered wherever they stand, in the order of the files', async () => {
  file('b.csv', row('2', {}), row('1', { quantity: '3' }));
  file('a.csv', row('1', { quantity: '1' }), row('2', {}), row('1', { quantity: '2' }));
  const { orders, rows } = await readOnlineRetail(folder);
  expect(rows).toBe(5);
  expect(orders.map(({ orderId }) => orderId)).toEqual(['1', '2']);
  expect(orders[0]?.lines.map(({ quantity }) => quantity)).toEqual([1, 2, 3]);
});

test('quoted fields may hold commas and quotes, and lines may end as on Windows', async () => {
  const path = join(folder, 'a.csv');
  const quoted = '1,X,"RECORD FRAME 7"" SIZE, BLUE",2,2010-12-01 08:26:00,2.1,,EIRE';
  writeFileSync(path, `\uFEFF${HEADER}\r\n${quoted}\r\n`);
  const { orders } = await readOnlineRetail(path);
  expect(orders[0]?.lines[0]?.description).toBe('RECORD FRAME 7" SIZE, BLUE');
});

describe('a broken row is reported with file, line and invoice, and the rest goes on', () => {
  test.each([
    ['a quantity that is no number', row('1', { quantity: 'six' }), /Quantity/],
    ['a fraction of a quantity', row('1', { quantity: '1.5' }), /Quantity/],
    ['a price that is no number', row('1', { price: '2,55' }), /columns/],
    ['a date that does not exist', row('1', { date: '2010-02-30 08:26:00' }), /InvoiceDate/],
    ['a customer that is no number', row('1', { customer: 'Bob' }), /CustomerID/],
    ['a missing column', '1,85123A,LANTERN', /8 columns were expected, 3 found/],
    ['a quote that never closes', '1,85123A,"LANTERN,6,2010-12-01 08:26:00,2.55,,EIRE', /quotes/],
    ['a quote in the middle', '1,85123A,LAN"TERN,6,2010-12-01 08:26:00,2.55,,EIRE', /quotes/],
    ['another customer than before', row('1', { customer: '99999' }), /CustomerID differs/],
  ])('%s', async (_case, bad, reason) => {
    const path = file('a.csv', row('1', {}), bad, '2,X,"A, B",1,2010-12-01 08:26:00,1,,EIRE', row('1', {}));
    const read = await readOnlineRetail(path);
    expect(read.broken).toEqual([
      { file: path, line: 3, invoice: '1', reason: expect.stringMatching(reason) },
    ]);
    // A part of an order would be another order: what is left of the invoice is not sent.
    expect(read.leftOut).toEqual(['1']);
    expect(read.orders.map(({ orderId }) => orderId)).toEqual(['2']);
  });

  test('a row whose invoice cannot be read', async () => {
    const read = await readOnlineRetail(file('a.csv', row('oops', {}), row('2', {})));
    expect(read.broken).toMatchObject([{ line: 2, invoice: undefined }]);
    expect(read.orders.map(({ orderId }) => orderId)).toEqual(['2']);
  });

  test('bytes that are not UTF-8', async () => {
    const path = join(folder, 'a.csv');
    const latin1 = Buffer.from(`${HEADER}\n1,X,CAF\xC9,1,2010-12-01 08:26:00,1,,EIRE\n`, 'latin1');
    writeFileSync(path, latin1);
    expect((await readOnlineRetail(path)).broken).toMatchObject([{ line: 2, invoice: '1' }]);
  });
});

describe('the whole input is refused when', () => {
  test('there is no such file', async () => {
    await expect(readOnlineRetail(join(folder, 'none'))).rejects.toMatchObject({ code: 'orders-not-found' });
  });
  test('the folder has no CSV file', async () => {
    await expect(readOnlineRetail(folder)).rejects.toMatchObject({ code: 'orders-no-files' });
  });
  test.each(['', 'a,b\n1,2\n'])('a file has another header: %j', async (content) => {
    writeFileSync(join(folder, 'a.csv'), content);
    await expect(readOnlineRetail(folder)).rejects.toMatchObject({ code: 'orders-wrong-header' });
  });
});
