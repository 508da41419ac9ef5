import { cpus, totalmem } from 'node:os';
import { type Figure, median, met, timesFloor } from './measure.ts';

export interface BenchReport {
  machine: { cpus: number; model: string; memoryGb: number; node: string; platform: string };
  runs: number;
  figures: (Figure & { median: number; floorMedian?: number; timesFloor?: number; met?: boolean })[];
}

export function toReport(figures: readonly Figure[], runs: number): BenchReport {
  return {
    machine: {
      cpus: cpus().length,
      model: cpus()[0]?.model ?? 'unknown',
      memoryGb: Math.round(totalmem() / 2 ** 30),
      node: process.version,
      platform: process.platform,
    },
    runs,
    figures: figures.map((figure) => {
      const [times, ok] = [timesFloor(figure), met(figure)];
      return {
        ...figure,
        median: median(figure.values),
        ...(figure.floor && { floorMedian: median(figure.floor.values) }),
        ...(times !== undefined && { timesFloor: times }),
        ...(ok !== undefined && { met: ok }),
      };
    }),
  };
}

export function renderMarkdown({ machine, runs, figures }: BenchReport): string {
  const rows = figures.map((figure) => [
    figure.name,
    quantity(figure.median, figure.unit),
    figure.floor && figure.floorMedian !== undefined
      ? `${quantity(figure.floorMedian, figure.unit)} (${figure.floor.name})`
      : '',
    figure.timesFloor === undefined ? '' : `${figure.timesFloor.toFixed(2)} ×`,
    targetOf(figure),
  ]);
  return [
    `Medians of ${runs} runs on ${machine.cpus} × ${machine.model}, Node ${machine.node}, ${machine.platform}.`,
    '',
    ...[
      ['what', 'median', 'floor', 'of floor', 'target'],
      ['---', '---:', '---:', '---:', '---'],
      ...rows,
    ].map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}

function targetOf({ target, unit, met: ok }: BenchReport['figures'][number]): string {
  if (target === undefined) return '';
  const bound =
    target.kind === 'at most times floor'
      ? `at most ${target.value} × floor`
      : `${target.kind} ${target.value} ${unit}`;
  return `${ok ? '✔' : '✖'} ${bound}`;
}

function quantity(value: number, unit: string): string {
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`;
}
