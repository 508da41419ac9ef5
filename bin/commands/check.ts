import { styleText } from 'node:util';
import { Command, Option } from 'commander';
import { checkSchemas, describeFault, type Step, type SubjectReport } from '../../lib/compatibility-gate.ts';
import { type ContractReport, describeContractFault } from '../../lib/contract-gate.ts';
import { checkContracts } from '../../lib/contracts/check-contracts.ts';
import { renderContract } from '../check/render-contract.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { indented, table } from '../table.ts';

interface Options {
  schemas?: string;
  contracts?: string;
  json?: boolean;
}

export const checkCommand = () =>
  new Command('check')
    .summary('check schemas against their compatibility level, and contracts for breaking changes')
    .description(
      "Checks every schema version against its subject's compatibility level, " +
        'and shows at each step whether readers or writers are upgraded first. An incompatibility that is not accepted ' +
        'with a reason is shown with its place and both sides, and the exit status is 1. A release with such a schema ' +
        'cannot be deployed. For each contract of a service and each step between its versions, it also predicts what ' +
        'breaks for requests and for responses, when servers and when clients are upgraded first.',
    )
    .addOption(new Option('--schemas <folder>', "folder of the subjects (default: this repository's)"))
    .addOption(new Option('--contracts <folder>', "folder of the contracts (default: this repository's)"))
    .addOption(new Option('--json', 'print the result as JSON'))
    .action((options: Options) => {
      const checked = check(options);
      console.log(options.json ? JSON.stringify(asJson(checked), undefined, 2) : render(checked));
      if (!isFine(checked)) process.exitCode = EXIT.findings;
    });

interface Checked {
  subjects: readonly SubjectReport[];
  contracts: readonly ContractReport[];
}

function check({ schemas, contracts }: Options): Checked {
  try {
    return { subjects: checkSchemas(schemas), contracts: checkContracts(contracts) };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new CliError('environment', `The schemas cannot be checked: ${message}`, { cause });
  }
}

function isFine({ subjects, contracts }: Checked): boolean {
  return [...subjects, ...contracts].every(({ faults }) => faults.length === 0);
}

/** The reports as they are, with each fault also in words. */
function asJson(checked: Checked): object {
  const subjects = checked.subjects.map((report) => ({
    ...report,
    faults: report.faults.map((fault) => ({ ...fault, description: describeFault(report, fault) })),
  }));
  const contracts = checked.contracts.map((report) => ({
    ...report,
    faults: report.faults.map((fault) => ({ ...fault, description: describeContractFault(report, fault) })),
  }));
  return { ok: isFine(checked), subjects, contracts };
}

function render({ subjects, contracts }: Checked): string {
  const schemas = isFine({ subjects, contracts: [] })
    ? "Every schema keeps its subject's compatibility level, apart from the accepted incompatibilities."
    : 'Make the schema compatible, or accept the incompatibility in subject.json with its version, direction and reason.';
  const services = isFine({ subjects: [], contracts })
    ? 'Every breaking change of a contract is accepted.'
    : 'Make the contract compatible, or accept the break in contract.json with its version, direction, upgrade order, rule, paths and reason.';
  return [...subjects.map(renderSubject), schemas, ...contracts.map(renderContract), services].join('\n\n');
}

function renderSubject(report: SubjectReport): string {
  const { subject, level, steps, faults } = report;
  const mark = faults.length === 0 ? styleText('green', '✔') : styleText('red', '✖');
  const lines = [
    `${mark} ${styleText('bold', subject)}: ${level}`,
    ...(steps.length > 0 ? [indented(table([HEAD, ...steps.flatMap(rowsOf)]))] : []),
    ...faults.map((fault) => `  ${styleText('red', '✖')} ${describeFault(report, fault)}`),
  ];
  return lines.join('\n');
}

const HEAD = ['step', 'upgrade', 'accepted incompatibility', 'reason'];

/** One row, and one more for each further break that is accepted. */
function rowsOf({ from, to, upgrade, accepted }: Step): string[][] {
  const breaks = accepted.map(({ direction, against, reason }) => [
    `${direction} with ${against.map((version) => `v${version}`).join(', ')}`,
    reason,
  ]);
  const [first = ['', ''], ...rest] = breaks;
  return [[`v${from} to v${to}`, upgrade, ...first], ...rest.map((more) => ['', '', ...more])];
}
