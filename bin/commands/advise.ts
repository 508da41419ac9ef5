import { Command, Option } from 'commander';
import { advise } from '../../scenarios/comparison/advise.ts';
import { limitsOf, type Requirements } from '../../scenarios/comparison/requirements.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { askRequirements } from '../comparison/ask-requirements.ts';
import { QUESTIONS } from '../comparison/read-requirements.ts';
import { renderAdvice } from '../comparison/render-advice.ts';
import { interruptible } from '../interrupt.ts';
import { type ComparisonOptions, comparisonOf } from './compare.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

/** Options of questions are read as the requirements that they mean. */
interface Options extends ComparisonOptions {
  json?: boolean;
  [question: string]: unknown;
}

export const adviseCommand = () => {
  const command = new Command('advise')
    .summary('recommend a mode for given requirements, by what was measured')
    .description(
      'Asks five questions about a dataflow, or takes their answers as options, and recommends databases, services or ' +
        'messages. Each requirement is compared with a measured number; a mode that does not meet it is never recommended. ' +
        'A question without an answer requires nothing.\n\n' +
        'Without --from it deploys what is missing and runs the scenarios that it needs, as `demo` does. The exit status is ' +
        '1 if no mode is known to meet the requirements.',
    );
  for (const { flag, argument, text, description, parse } of QUESTIONS) {
    command.addOption(new Option(`--${flag} ${argument}`, `${text} ${description}`).argParser(parse));
  }
  return command
    .option('--from <file>', 'use the findings in this output of `demo --json`, and run nothing')
    .option('--full', 'use larger samples, which takes longer')
    .option('--json', 'print JSON')
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action(async (options: Options) => {
      const advice = await interruptible(async (signal) => {
        const requirements = await requirementsOf(options, signal);
        const { comparison } = await comparisonOf(options, { quiet: true, signal });
        return advise(comparison, requirements);
      });
      console.log(options.json ? JSON.stringify(advice, undefined, 2) : renderAdvice(advice));
      if (advice.recommended.length === 0) process.exitCode = EXIT.findings;
    });
};

async function requirementsOf(options: Options, signal: AbortSignal): Promise<Requirements> {
  const given = QUESTIONS.map(({ flag }) => options[camelCase(flag)]).filter(
    (answer) => answer !== undefined,
  );
  if (given.length > 0) return Object.assign({}, ...given);
  if (!process.stdin.isTTY) {
    throw new CliError('usage', 'The questions cannot be asked: standard input is not a terminal', {
      hint: `Answer at least one as an option: ${QUESTIONS.map(({ flag }) => `--${flag}`).join(', ')}`,
    });
  }
  const requirements = await askRequirements(signal);
  if (limitsOf(requirements).length > 0) return requirements;
  throw new CliError('usage', 'No requirement was given, so every mode meets the requirements');
}

/** As commander names the value of an option. */
function camelCase(flag: string): string {
  return flag.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
