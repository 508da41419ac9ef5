import { styleText } from 'node:util';
import {
  type ContractReport,
  type ContractStep,
  describeContractFault,
  type JudgedChange,
} from '../../lib/contract-gate.ts';
import { indented, table } from '../table.ts';

const PROTOCOLS: Record<ContractReport['protocol'], string> = {
  openapi: 'OpenAPI',
  proto: 'Protobuf',
  wsdl: 'WSDL',
};

/** A contract with its verdicts for each step, and the accepted breaks with their reasons. */
export function renderContract(report: ContractReport): string {
  const { protocol, contract, steps, faults } = report;
  const mark = faults.length === 0 ? styleText('green', '✔') : styleText('red', '✖');
  const lines = [
    `${mark} ${styleText('bold', contract)}: ${PROTOCOLS[protocol]} contract`,
    ...(steps.length > 0 ? [indented(table([VERDICTS, ...steps.flatMap(verdictRows)]))] : []),
    ...steps.flatMap(renderAccepted),
    ...faults.map((fault) => `  ${styleText('red', '✖')} ${describeContractFault(report, fault)}`),
  ];
  return lines.join('\n');
}

const VERDICTS = ['step', 'direction', 'servers first', 'clients first'];

function verdictRows({ from, to, request, response }: ContractStep): string[][] {
  return [
    [`v${from} to v${to}`, 'request', request.serversFirst, request.clientsFirst],
    ['', 'response', response.serversFirst, response.clientsFirst],
  ];
}

/** Accepted breaks, those with the same reason together. */
function renderAccepted({ from, to, changes }: ContractStep): string[] {
  const groups = Map.groupBy(changes, ({ direction, upgrade, rule, accepted }) =>
    accepted === undefined ? undefined : JSON.stringify([direction, upgrade, rule, accepted]),
  );
  return [...groups].flatMap(([key, group]) => {
    const [first] = group;
    if (key === undefined || first === undefined) return [];
    const title = `v${from} to v${to}, ${first.direction}, ${first.upgrade}: ${first.rule} (accepted: ${first.accepted})`;
    const rows = group.map(({ path, before, after }: JudgedChange) => [
      path,
      `v${from}: ${before}`,
      `v${to}: ${after}`,
    ]);
    const messages = new Set(group.map(({ message }) => message));
    return [indented([title, indented(table(rows)), ...[...messages].map(indented)].join('\n'))];
  });
}
