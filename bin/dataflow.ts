import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { CliError, EXIT } from './cli-error.ts';
import { adviseCommand } from './commands/advise.ts';
import { archiveCommand } from './commands/archive.ts';
import { callCommand } from './commands/call.ts';
import { checkCommand } from './commands/check.ts';
import { compareCommand } from './commands/compare.ts';
import { deadLettersCommand } from './commands/dead-letters.ts';
import { demoCommand } from './commands/demo.ts';
import { deployCommand } from './commands/deploy.ts';
import { downCommand } from './commands/down.ts';
import { eventsCommand } from './commands/events.ts';
import { graphCommand } from './commands/graph.ts';
import { journalCommand } from './commands/journal.ts';
import { localCommand } from './commands/local.ts';
import { logsCommand } from './commands/logs.ts';
import { matrixCommand } from './commands/matrix.ts';
import { ordersCommand } from './commands/orders.ts';
import { outboxCommand } from './commands/outbox.ts';
import { redriveCommand } from './commands/redrive.ts';
import { replayCommand } from './commands/replay.ts';
import { rolloutCommand } from './commands/rollout.ts';
import { statusCommand } from './commands/status.ts';
import { traceCommand } from './commands/trace.ts';
import { ignoreClosedOutput } from './interrupt.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const HELP = `
Run everything once:        npm run demo
Keep an endpoint running:   npm run dataflow -- local
and, in another terminal:   npm run dataflow -- deploy --release v2
                            npm run dataflow -- rollout profiles --to v2

Exit status: 0 as expected; 1 a finding differs, a schema breaks its level, a rollout was rolled back or a call was
refused; 2 wrong usage; 3 something else is missing or has ended, as the message says; 130 interrupted.`;

/** Longer than it takes to write what is left in a pipe. */
const LINGER_MS = 1_000;

ignoreClosedOutput();
const program = new Command('dataflow')
  .description(
    'The three ways in which data flows between programs - databases, services, messages - as a system that runs.',
  )
  .version(version, '-V, --version', 'show the version')
  .option('--verbose', 'show the stack trace of an error')
  .helpOption('-h, --help', 'show help, also after a command')
  .addHelpText('after', HELP)
  .showHelpAfterError('(add --help for usage)')
  .configureHelp({ sortSubcommands: false })
  // Otherwise an option of this name after a command counts as the program's, and the command does not see it.
  .enablePositionalOptions();

for (const command of [
  demoCommand(),
  compareCommand(),
  adviseCommand(),
  localCommand(),
  checkCommand(),
  deployCommand(),
  rolloutCommand(),
  statusCommand(),
  callCommand(),
  logsCommand(),
  journalCommand(),
  eventsCommand(),
  replayCommand(),
  outboxCommand(),
  deadLettersCommand(),
  redriveCommand(),
  ordersCommand(),
  graphCommand(),
  traceCommand(),
  matrixCommand(),
  archiveCommand(),
  downCommand(),
]) {
  program.addCommand(withCommonSettings(command));
}

try {
  throwInsteadOfExiting(program);
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
  // Requests to an endpoint that has ended may still be waiting for their next attempt.
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

/** Commands of a command included. */
function withCommonSettings(command: Command): Command {
  const hasOwn = command.options.some(({ long }) => long === '--verbose');
  if (!hasOwn) command.option('--verbose', 'show the stack trace of an error');
  for (const sub of command.commands) withCommonSettings(sub);
  return command.copyInheritedSettings(program);
}

function throwInsteadOfExiting(command: Command): void {
  command.exitOverride();
  for (const sub of command.commands) throwInsteadOfExiting(sub);
}

/** Writes to stderr what went wrong, and returns the exit status for it. */
function report(error: unknown): number {
  // Commander has written its message; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof CliError && (error.code === 'interrupted' || error.code === 'output-closed')) {
    return EXIT[error.code];
  }
  const verbose = process.argv.includes('--verbose');
  console.error(verbose ? error : `Error: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof CliError) {
    if (error.hint !== undefined) console.error(error.hint);
    return EXIT[error.code];
  }
  if (!verbose) console.error('Add --verbose for the stack trace.');
  return EXIT.environment;
}
