import { runServicesMatrix, type ServicesCell } from '../../../driver/services/matrix.ts';
import { REFUSED, SAME } from '../../../driver/services/outcome.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { callOldAddresses } from './old-addresses.ts';

/** Two contracts on each side, two directions; Protobuf in two encodings, REST and SOAP. */
const CELLS = 2 * 2 * 2 * 4;

const ORDERS = {
  'servers-first': { label: 'Servers first: client v1, server v2', client: 'v1', server: 'v2' },
  'clients-first': { label: 'Clients first: client v2, server v1', client: 'v2', server: 'v1' },
} as const;

/** Client release by server release, without and with a version in the address. */
export const versionedInterfaces: Scenario = {
  id: 'versioned-interfaces',
  mode: 'services',
  question:
    'Which side of an interface can be upgraded first, and what does a version in the address change?',

  async run(context) {
    const cells = await runServicesMatrix(context);
    const matrix = findingGroup('matrix', 'Two contracts, no version in the address');
    const wrong = cells.filter(({ predicted, observed }) => predicted !== observed);
    context.progress('calling the addresses of v1 on v2 servers');
    return [
      matrix.equals('cells', 'combinations of client, server and direction', {
        expected: CELLS,
        observed: cells.length,
      }),
      matrix.equals('mispredicted', 'combinations mispredicted by the contracts', {
        expected: 0,
        observed: wrong.length,
        of: cells.length,
      }),
      matrix.equals('refused', 'combinations in which a message is refused', {
        expected: cells.filter(({ predicted }) => predicted === REFUSED).length,
        observed: cells.filter(({ observed }) => observed === REFUSED).length,
        of: cells.length,
      }),
      ...Object.entries(ORDERS).flatMap(([id, order]) => ofOrder(id, order, cells)),
      ...oneDirectionOnly(cells),
      ...(await callOldAddresses(context)),
    ];
  },

  takeaway: (findings) =>
    `Without versions in addresses ${findings.number('servers-first.unharmed')} of 8 exchanges are unharmed when servers are ` +
    `upgraded first, and ${findings.number('clients-first.unharmed')} of 8 when clients are; with them v2 servers ` +
    `answered ${findings.number('addresses.answered')} of ${findings.get('addresses.answered').of} calls of v1 clients by contract v1.`,
};

function ofOrder(
  id: string,
  { label, client, server }: (typeof ORDERS)[keyof typeof ORDERS],
  cells: readonly ServicesCell[],
): Finding[] {
  const group = findingGroup(id, label);
  const own = cells.filter((cell) => cell.client === client && cell.server === server);
  return [
    group.equals('unharmed', 'exchanges in which nothing is lost', {
      expected: own.filter(({ predicted }) => predicted === SAME).length,
      observed: own.filter(({ observed }) => observed === SAME).length,
      of: own.length,
    }),
    ...own.map(({ service, protocol, direction, predicted, observed }) =>
      group.equals(`${idOf(service, protocol)}-${direction}`, `${service} (${protocol}): ${direction}`, {
        expected: predicted,
        observed,
      }),
    ),
  ];
}

/** `fraud-connect-binary` */
function idOf(service: string, protocol: string): string {
  return `${service}-${protocol.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
}

/** The header that v2 requires is harmless in the other order, and no response shows it. */
function oneDirectionOnly(cells: readonly ServicesCell[]): Finding[] {
  const group = findingGroup('one-direction', 'Changes that one direction or one order notices');
  const find = (service: string, client: string, server: string, direction: string) =>
    cells.find(
      (cell) =>
        cell.service === service &&
        cell.client === client &&
        cell.server === server &&
        cell.direction === direction,
    )?.observed ?? 'not observed';
  return [
    group.equals('key-old-client', 'payments v2 requires Idempotency-Key: request of client v1', {
      expected: REFUSED,
      observed: find('payments', 'v1', 'v2', 'request'),
    }),
    group.equals('key-old-server', 'payments v2 requires Idempotency-Key: request to server v1', {
      expected: 'fields lost: channel',
      observed: find('payments', 'v2', 'v1', 'request'),
    }),
    group.equals('label-old-client', 'carrier v2 adds labelUrl: response to client v1', {
      expected: REFUSED,
      observed: find('carrier', 'v1', 'v2', 'response'),
    }),
    group.equals('label-old-server', 'carrier v2 adds labelUrl: response of server v1', {
      expected: SAME,
      observed: find('carrier', 'v2', 'v1', 'response'),
    }),
  ];
}
