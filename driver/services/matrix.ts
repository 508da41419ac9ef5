import type { Direction } from '../../schemas/compatibility/contract-change.ts';
import type { DriverContext } from '../context.ts';
import { observeCarrier } from './carrier/observe.ts';
import { predictCarrier } from './carrier/predict.ts';
import { observeFraud } from './fraud/observe.ts';
import { predictFraud } from './fraud/predict.ts';
import { describeEffects, type Effects, together } from './outcome.ts';
import { type Contract, PAIRS, type Pair } from './pair.ts';
import { observePayments } from './payments/observe.ts';
import { predictPayments } from './payments/predict.ts';
import type { ContractService } from './release-of.ts';

/** One client, one server, one direction, as if the address had no version. */
export interface ServicesCell {
  mode: 'services';
  service: ContractService;
  protocol: string;
  /** The versions of the contract that the two follow. */
  client: Contract;
  server: Contract;
  direction: Direction;
  /** `same`, `refused`, or the fields that are lost and misread. */
  predicted: string;
  observed: string;
}

type Context = Pick<DriverContext, 'aws' | 'signal' | 'system' | 'run' | 'progress'>;

interface Row {
  service: ContractService;
  protocol: string;
  predict(pair: Pair): Effects;
  observe(context: Context, pair: Pair): Promise<Effects[]>;
}

/** The rows of one service come one after the other: they share the environments of its two releases. */
const ROWS: readonly (readonly Row[])[] = [
  [
    {
      service: 'fraud',
      protocol: 'Connect, binary',
      predict: (pair) => predictFraud(pair, 'binary'),
      observe: (context, pair) => observeFraud(context, pair, 'connect'),
    },
    {
      service: 'fraud',
      protocol: 'Connect, JSON',
      predict: (pair) => predictFraud(pair, 'json'),
      observe: (context, pair) => observeFraud(context, pair, 'connect-json'),
    },
  ],
  [{ service: 'payments', protocol: 'REST', predict: predictPayments, observe: observePayments }],
  [{ service: 'carrier', protocol: 'SOAP', predict: predictCarrier, observe: observeCarrier }],
];

/**
 * Every client with every server, in both directions: predicted from their contracts, and observed with qualified versions
 * of the deployed functions. The client calls the address of the server's contract, so that nothing but the
 * contracts themselves decides what happens.
 *
 * @throws {DriverError} `release-missing` where release v1 or v2 of a service is not deployed
 */
export async function runServicesMatrix(context: Context): Promise<ServicesCell[]> {
  const cells = await Promise.all(ROWS.map((rows) => runService(context, rows)));
  return cells.flat();
}

async function runService(context: Context, rows: readonly Row[]): Promise<ServicesCell[]> {
  const cells: ServicesCell[] = [];
  for (const { service, protocol, predict, observe } of rows) {
    for (const pair of PAIRS) {
      context.progress(`${service}, ${protocol}`);
      const predicted = describeEffects(predict(pair));
      const observed = describeEffects(together(await observe(context, pair)));
      cells.push({ mode: 'services', service, protocol, ...pair, predicted, observed });
    }
  }
  return cells;
}
