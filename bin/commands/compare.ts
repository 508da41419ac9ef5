import { Command } from 'commander';
import { SCENARIOS } from '../../scenarios/catalogue.ts';
import { COMPARED_SCENARIOS, compareModes } from '../../scenarios/comparison/compare.ts';
import type { Comparison } from '../../scenarios/comparison/comparison.ts';
import { EXIT } from '../cli-error.ts';
import { readReport } from '../comparison/read-report.ts';
import { renderMarkdown } from '../comparison/render-markdown.ts';
import { renderTable } from '../comparison/render-table.ts';
import { interruptible } from '../interrupt.ts';
import { howToShow } from '../progress.ts';
import type { TargetOptions } from '../targets/resolve-target.ts';
import { runDemo } from './demo.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

/** Where the findings come from that are compared. */
export interface ComparisonOptions extends TargetOptions {
  from?: string;
  full?: boolean;
}

interface Options extends ComparisonOptions {
  markdown?: boolean;
  json?: boolean;
}

export const compareCommand = () =>
  new Command('compare')
    .summary('compare the three modes by what was measured')
    .description(
      'Compares databases, services and messages by measured numbers: coupling, latency, evolution, failure behaviour and ' +
        'cost, beside the words that predict them. Each number comes from findings of scenarios, which --json and ' +
        '--markdown name. A number whose scenario did not run is not exercised.\n\n' +
        'Without --from it deploys what is missing and runs the scenarios that it needs, as `demo` does. The exit status is ' +
        '1 if one of their findings differs from what is expected.',
    )
    .option('--from <file>', 'compare the findings in this output of `demo --json`, and run nothing')
    .option('--full', 'use larger samples, which takes longer')
    .option('--markdown', 'print Markdown')
    .option('--json', 'print JSON')
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action(async (options: Options) => {
      const quiet = options.json === true || options.markdown === true;
      const { comparison, ok } = await interruptible((signal) => comparisonOf(options, { quiet, signal }));
      console.log(render(comparison, options));
      if (!ok) process.exitCode = EXIT.findings;
    });

function render(comparison: Comparison, { json, markdown }: Options): string {
  if (json) return JSON.stringify(comparison, undefined, 2);
  return markdown ? renderMarkdown(comparison) : renderTable(comparison);
}

/** The comparison of a file, or of the scenarios that it needs, which are run. */
export async function comparisonOf(
  { from, target, endpoint, region, full }: ComparisonOptions,
  { quiet, signal }: { quiet: boolean; signal: AbortSignal },
): Promise<{ comparison: Comparison; ok: boolean }> {
  if (from !== undefined) return { comparison: compareModes(await readReport(from)), ok: true };
  const show = howToShow({ quiet });
  const say = (text: string) => (show === 'nothing' ? undefined : console.log(text));
  const scenario = SCENARIOS.map(({ id }) => id).filter((id) => COMPARED_SCENARIOS.has(id));
  let comparison = compareModes([]);
  const ok = await runDemo(
    {
      target,
      ...(endpoint !== undefined && { endpoint }),
      ...(region !== undefined && { region }),
      ...(full !== undefined && { full }),
      seed: 1,
      count: 1,
      scenario,
    },
    { interrupted: signal, show, say },
    async (report) => {
      comparison = report.comparison;
    },
  );
  return { comparison, ok };
}
