import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse/sync';
import { DriverError } from '../errors.ts';
import { COLUMNS, notCsv, type Problem, type Row, readRow } from './online-retail-row.ts';
import type { Order } from './order.ts';

export interface OrdersRead {
  /** In the order in which the input first names them. */
  orders: Order[];
  /** Rows that could not be read. */
  broken: BrokenRow[];
  /** Invoices with a broken row. A part of an order is another order, so none of it is in `orders`. */
  leftOut: string[];
  /** Rows read, without headers, broken ones included. */
  rows: number;
}

export interface BrokenRow extends Problem {
  file: string;
  /** As an editor counts: the header is line 1. */
  line: number;
}

/**
 * Reads invoices of the UCI Online Retail format from a CSV file, or from the CSV files of a folder in the order of
 * their names. The lines of an invoice may be spread over a file and over files.
 *
 * @throws {DriverError} `orders-not-found`, `orders-no-files` or `orders-wrong-header`; single bad rows are in `broken` instead
 */
export async function readOnlineRetail(path: string): Promise<OrdersRead> {
  const invoices = new Map<string, Row[]>();
  const broken: BrokenRow[] = [];
  let rows = 0;

  for (const file of await csvFiles(path)) {
    for await (const { line, text, fields } of records(file)) {
      rows += 1;
      const { row, problem } = fields === undefined ? notCsv(text) : readRow(fields);
      if (row === undefined) {
        broken.push({ file, line, ...problem });
        continue;
      }
      const invoice = invoices.get(row.invoice);
      const contradiction = invoice?.[0] && contradicts(invoice[0], row);
      if (contradiction) broken.push({ file, line, invoice: row.invoice, reason: contradiction });
      else if (invoice) invoice.push(row);
      else invoices.set(row.invoice, [row]);
    }
  }

  const leftOut = [...new Set(broken.flatMap(({ invoice }) => invoice ?? []))];
  for (const invoice of leftOut) invoices.delete(invoice);
  return { orders: [...invoices.values()].flatMap(toOrder), broken, leftOut, rows };
}

async function csvFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch((cause) => {
    throw new DriverError('orders-not-found', `No file or folder of orders at ${path}`, { cause });
  });
  if (!found.isDirectory()) return [path];
  const files = (await readdir(path)).filter((name) => name.toLowerCase().endsWith('.csv')).sort();
  if (files.length === 0) throw new DriverError('orders-no-files', `No CSV file in the folder ${path}`);
  return files.map((name) => join(path, name));
}

/**
 * The records of one file. Each line is parsed by itself, because in this format a record never spans lines: a row
 * with a stray quote then takes no other row with it. `fields` is undefined when a line cannot be parsed.
 */
async function* records(
  file: string,
): AsyncGenerator<{ line: number; text: string; fields: string[] | undefined }> {
  const lines = createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (line === 1) checkHeader(file, fieldsOf(text.replace(/^\uFEFF/, '')));
    else if (text !== '') yield { line, text, fields: fieldsOf(text) };
  }
  if (line === 0) checkHeader(file, undefined);
}

function checkHeader(file: string, header: readonly string[] | undefined): void {
  if (header?.join() === COLUMNS.join()) return;
  throw new DriverError(
    'orders-wrong-header',
    `${file} is not of the Online Retail format: its first line must be ${COLUMNS.join()}`,
  );
}

function fieldsOf(text: string): string[] | undefined {
  if (text.includes('\uFFFD')) return undefined; // What the decoder puts where the bytes were not UTF-8.
  if (!text.includes('"')) return text.split(',');
  try {
    const [record] = parse(text);
    return record;
  } catch {
    return undefined;
  }
}

/** An invoice has one customer and one country. Its rows may be minutes apart (one real invoice's are). */
function contradicts(first: Row, row: Row): string | undefined {
  if (first.customerId !== row.customerId)
    return 'CustomerID differs from that of an earlier row of the invoice';
  if (first.country !== row.country) return 'Country differs from that of an earlier row of the invoice';
  return undefined;
}

function toOrder(rows: readonly Row[]): Order[] {
  const [first] = rows;
  if (first === undefined) return [];
  return [
    {
      orderId: first.invoice,
      kind: first.invoice.startsWith('C') ? 'cancellation' : 'order',
      customerId: first.customerId,
      country: first.country,
      placedAt: first.placedAt,
      lines: rows.map(({ sku, description, quantity, unitPrice }) => ({
        sku,
        description,
        quantity,
        unitPrice,
      })),
    },
  ];
}
