import { styleText } from 'node:util';
import { Command, Option } from 'commander';
import { checkSchemas, describeFault, type Step, type SubjectReport } from '../../lib/compatibility-gate.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { table } from '../table.ts';

interface Options {
  schemas?: string;
  json?: boolean;
}

export const checkCommand = () =>
  new Command('check')
    .summary("check every schema version against its subject's compatibility level")
    .description(
      "Checks every schema version against its subject's compatibility level, " +
        'and shows at each step whether readers or writers are upgraded first. An incompatibility that is not accepted ' +
        'with a reason is shown with its place and both sides, and the exit status is 1. A release with such a schema ' +
        'cannot be deployed.',
    )
    .addOption(new Option('--schemas <folder>', "folder of the subjects (default: this repository's)"))
    .addOption(new Option('--json', 'print the result as JSON'))
    .action((options: Options) => {
      const reports = check(options.schemas);
      console.log(options.json ? JSON.stringify(asJson(reports), undefined, 2) : render(reports));
      if (!isFine(reports)) process.exitCode = EXIT.findings;
    });

function check(schemas: string | undefined): SubjectReport[] {
  try {
    return checkSchemas(schemas);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new CliError('environment', `The schemas cannot be checked: ${message}`, { cause });
  }
}

function isFine(reports: readonly SubjectReport[]): boolean {
  return reports.every(({ faults }) => faults.length === 0);
}

/** The reports as they are, with each fault also in words. */
function asJson(reports: readonly SubjectReport[]): object {
  const subjects = reports.map((report) => ({
    ...report,
    faults: report.faults.map((fault) => ({ ...fault, description: describeFault(report, fault) })),
  }));
  return { ok: isFine(reports), subjects };
}

function render(reports: readonly SubjectReport[]): string {
  const verdict = isFine(reports)
    ? "Every schema keeps its subject's compatibility level, apart from the accepted incompatibilities."
    : 'Make the schema compatible, or accept the incompatibility in subject.json with its version, direction and reason.';
  return [...reports.map(renderSubject), verdict].join('\n\n');
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

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
