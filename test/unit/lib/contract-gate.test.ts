import { expect, test } from 'vitest';
import { checkContract, describeContractFault } from '../../../lib/contract-gate.ts';
import type { ContractChange } from '../../../schemas/compatibility/contract-change.ts';
import type { AcceptedContractBreak } from '../../../schemas/contract-manifest.ts';

const CHANGE: ContractChange = {
  direction: 'request',
  upgrade: 'servers-first',
  path: 'POST /payments: body/channel',
  rule: 'required',
  before: 'optional',
  after: 'required',
  message: 'An old client may omit it, and a new server requires it.',
};
const ACCEPTED: AcceptedContractBreak = {
  version: 2,
  direction: 'request',
  upgrade: 'servers-first',
  rule: 'required',
  paths: [CHANGE.path],
  reason: 'version 1 stays served',
};

function check(changes: ContractChange[], accepted: AcceptedContractBreak[]) {
  return checkContract({
    protocol: 'openapi',
    contract: 'payments',
    accepted,
    steps: [{ from: 1, to: 2, changes }],
    unreadable: [],
  });
}

test('a break counts in its direction and upgrade order only', () => {
  const { steps } = check([CHANGE], []);

  expect(steps[0]).toMatchObject({
    request: { serversFirst: 'breaking', clientsFirst: 'compatible' },
    response: { serversFirst: 'compatible', clientsFirst: 'compatible' },
  });
});

test('a break that is not accepted is a fault that names path, rule and both sides', () => {
  const report = check([CHANGE], []);

  const [fault] = report.faults;
  if (fault === undefined) throw new Error('there is no fault');
  expect(fault.kind).toBe('break');
  expect(describeContractFault(report, fault)).toBe(
    'payments v2 breaks the request when v1 is upgraded servers-first. required at POST /payments: body/channel: ' +
      'v1 optional, v2 required. An old client may omit it, and a new server requires it.',
  );
});

test('an accepted break is shown with its reason and is no fault', () => {
  const { steps, faults } = check([CHANGE], [ACCEPTED]);

  expect(faults).toEqual([]);
  expect(steps[0]?.changes).toEqual([{ ...CHANGE, accepted: 'version 1 stays served' }]);
});

test.each([
  ['version', { version: 3 }],
  ['direction', { direction: 'response' }],
  ['upgrade order', { upgrade: 'clients-first' }],
  ['rule', { rule: 'type' }],
  ['path', { paths: ['POST /payments: body/amount'] }],
] as const)('a break accepted for another %s accepts nothing, and is accepted in vain', (_name, other) => {
  const { faults } = check([CHANGE], [{ ...ACCEPTED, ...other } as AcceptedContractBreak]);

  expect(faults.map(({ kind }) => kind)).toEqual(['break', 'accepted in vain']);
});

test('of the paths of an accepted break, each has to exist', () => {
  const report = check([CHANGE], [{ ...ACCEPTED, paths: [CHANGE.path, 'POST /payments: body/gone'] }]);

  expect(report.faults.map((fault) => describeContractFault(report, fault))).toEqual([
    'payments v2: contract.json accepts a break that does not exist (request, servers-first, required at POST /payments: body/gone); remove it.',
  ]);
});
