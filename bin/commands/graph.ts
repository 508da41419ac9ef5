import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { type DependencyGraph, dependencyGraph } from '../../driver/graph/dependency-graph.ts';
import { observeCalls } from '../../driver/graph/observe-calls.ts';
import { CliError } from '../cli-error.ts';
import { edgeLabel, renderMermaid } from '../graph/render-mermaid.ts';
import { renderSvg } from '../graph/render-svg.ts';
import { interruptible } from '../interrupt.ts';
import { parseDuration } from '../logs/parse-duration.ts';
import { openShop } from '../open-shop.ts';
import { shopFunctions } from '../shop-functions.ts';
import { table } from '../table.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

const FORMATS = ['table', 'mermaid', 'svg', 'json'] as const;

interface Options extends TargetOptions {
  since?: number;
  format: (typeof FORMATS)[number];
  out?: string;
}

const ONE_HOUR = 3_600_000;

export const graphCommand = () =>
  new Command('graph')
    .summary('show who calls whom, from what was observed')
    .description(
      'Shows which services called each other, how often and how long the calls took, from the access logs of API ' +
        'Gateway and the reports of Lambda. Synchronous calls wait for an answer; asynchronous ones are batches of ' +
        'messages or stream records. Prints depth, fan-out and cycles of the synchronous calls.',
    )
    .option('--since <duration>', 'how far to look back, such as 30s, 10m or 2h (default: 1h)', parseDuration)
    .addOption(new Option('--format <format>', 'output format').choices(FORMATS).default('table'))
    .option('--out <file>', 'write to this file instead of stdout')
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action(async (options: Options) => {
      const graph = await interruptible((signal) => observe(options, signal));
      const text = await render(graph, options.format);
      if (options.out === undefined) console.log(text);
      else {
        await writeFile(options.out, `${text}\n`).catch((cause) => {
          throw new CliError('usage', `The graph could not be written to ${options.out}`, { cause });
        });
      }
    });

async function observe(options: Options, signal: AbortSignal): Promise<DependencyGraph> {
  const target = resolveTarget(options, process.env);
  return await withTarget(target, { signal }, async (signal) => {
    const shop = await openShop(target);
    try {
      const functions = new Map(
        [...shopFunctions(shop.system)].map(([service, functionName]) => [functionName, service]),
      );
      const since = Date.now() - (options.since ?? ONE_HOUR);
      return dependencyGraph(await observeCalls({ ...shop, signal }, functions, since));
    } finally {
      shop.close();
    }
  });
}

async function render(graph: DependencyGraph, format: Options['format']): Promise<string> {
  if (format === 'mermaid') return renderMermaid(graph);
  if (format === 'svg') return renderSvg(graph);
  return format === 'json' ? JSON.stringify(graph, undefined, 2) : renderTable(graph);
}

function renderTable({ edges, depth, fanOut, cycles }: DependencyGraph): string {
  if (edges.length === 0) return 'No calls in this time.';
  const rows = edges.map((edge) => [edge.from, edge.to, edge.mode, edgeLabel(edge)]);
  return [
    table([['from', 'to', 'mode', 'observed'], ...rows]),
    '',
    `Depth ${depth}, fan-out ${fanOut}, cycles: ${
      cycles.length === 0 ? 'none' : cycles.map((cycle) => [...cycle, cycle[0]].join(' → ')).join('; ')
    }.`,
  ].join('\n');
}
