import { DriverError } from '../../driver/errors.ts';
import { generateOrders } from '../../driver/orders/generator.ts';
import { readOnlineRetail } from '../../driver/orders/online-retail.ts';
import type { OrdersInput } from '../../scenarios/kit/scenario.ts';
import { CliError } from '../cli-error.ts';

export interface InputOptions {
  /** A CSV file or a folder of them. */
  orders?: string;
  seed: number;
  count: number;
}

/** More than this many complaints about rows say no more than the first ones. */
const COMPLAINTS = 20;

/** Orders to send: real ones where they are named, else made. What could not be read is said through `complain`. */
export async function readInput(
  { orders: path, seed, count }: InputOptions,
  complain: (line: string) => void,
): Promise<OrdersInput> {
  if (path === undefined) return { orders: generateOrders({ count, seed }), brokenRows: 0, leftOut: 0 };
  const { orders, broken, leftOut } = await readOnlineRetail(path).catch((error) => {
    if (!DriverError.is(error, 'orders-not-found', 'orders-no-files', 'orders-wrong-header')) throw error;
    throw new CliError('usage', error.message, { cause: error });
  });
  for (const { file, line, reason, invoice } of broken.slice(0, COMPLAINTS)) {
    const whose =
      invoice === undefined
        ? 'the row names no invoice, so an order may lack it'
        : `invoice ${invoice} is left out`;
    complain(`${file}:${line}: ${reason}; ${whose}`);
  }
  if (broken.length > COMPLAINTS) complain(`… and ${broken.length - COMPLAINTS} more rows`);
  if (orders.length === 0) throw new CliError('usage', `No complete orders in ${path}`);
  return { orders, brokenRows: broken.length, leftOut: leftOut.length };
}
