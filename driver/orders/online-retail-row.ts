/** The columns of the UCI Online Retail data set, in its order. One row is one line of an invoice. */
export const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

export interface Row {
  invoice: string;
  sku: string;
  description: string;
  quantity: number;
  /** ISO 8601. The data names no time zone; it is a British shop in December, so UTC. */
  placedAt: string;
  unitPrice: string;
  customerId: string | null;
  country: string;
}

/** Why a row cannot be read, and the invoice that it belongs to where that is known. */
export interface Problem {
  reason: string;
  invoice: string | undefined;
}

/** Exactly one of the two. Reasons name the column, never its content. */
export type RowResult = { row: Row; problem?: never } | { row?: never; problem: Problem };

/** The number of an invoice; the letter says what it is: C a cancellation, A an adjustment. */
const INVOICE = /^[A-Z]?\d+$/;
const WHOLE = /^-?\d+$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const CUSTOMER = /^(\d+)(\.0)?$/;
const DATE = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)$/;

export function readRow(fields: readonly string[]): RowResult {
  const [invoice, sku, description, quantity, date, unitPrice, customer, country] = fields;
  const known = invoice !== undefined && INVOICE.test(invoice) ? invoice : undefined;
  const broken = (reason: string): RowResult => ({ problem: { reason, invoice: known } });

  if (fields.length !== COLUMNS.length) {
    return broken(`${COLUMNS.length} columns were expected, ${fields.length} found`);
  }
  if (known === undefined) return broken('InvoiceNo is not the number of an invoice');
  if (!sku) return broken('StockCode is empty');
  if (quantity === undefined || !WHOLE.test(quantity) || !Number.isSafeInteger(Number(quantity))) {
    return broken('Quantity is not a whole number');
  }
  const placedAt = isoDate(date ?? '');
  if (placedAt === undefined) return broken('InvoiceDate is not a date such as 2010-12-01 08:26:00');
  if (unitPrice === undefined || !DECIMAL.test(unitPrice)) return broken('UnitPrice is not a decimal number');
  const customerId = customer ? CUSTOMER.exec(customer)?.[1] : null;
  if (customerId === undefined) return broken('CustomerID is neither empty nor a number');
  if (!country) return broken('Country is empty');

  return {
    row: {
      invoice: known,
      sku,
      description: description ?? '',
      quantity: Number(quantity),
      placedAt,
      unitPrice,
      customerId,
      country,
    },
  };
}

/** For a line that no CSV parser takes. Its first column mostly still tells whose it is. */
export function notCsv(text: string): RowResult {
  const [first = ''] = text.split(',', 1);
  const invoice = INVOICE.test(first) ? first : undefined;
  return { problem: { reason: 'it is not a row of CSV in UTF-8 (look at its quotes)', invoice } };
}

function isoDate(text: string): string | undefined {
  const [, day, time] = DATE.exec(text) ?? [];
  const iso = `${day}T${time}Z`;
  const parsed = new Date(iso);
  // Date rolls 30 February over into March: only what comes back as it went in is a date.
  const same = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(`${day}T${time}`);
  return same ? iso : undefined;
}
