import type { Finding } from '../kit/finding.ts';
import type { ScenarioResult } from '../kit/run-scenario.ts';
import { agreementOf } from './agreement.ts';
import {
  type Cell,
  COMPARED_MODES,
  type ComparedMode,
  type Comparison,
  type Evidence,
} from './comparison.ts';
import { PROPERTIES } from './measures.ts';
import type { FindingName, Source } from './source.ts';

/** What the comparison reads of a scenario's result. */
export interface ComparedResult extends Pick<ScenarioResult, 'id'> {
  findings: readonly Pick<Finding, 'id' | 'observed' | 'of' | 'reason'>[];
}

/** The scenarios whose findings are compared. */
export const COMPARED_SCENARIOS: ReadonlySet<string> = new Set(
  PROPERTIES.flatMap(({ measures }) => measures)
    .flatMap(({ sources }) => Object.values(sources))
    .flatMap((source) => ('findings' in source ? source.findings : []))
    .map(({ scenario }) => scenario),
);

/** The three modes side by side, by what was found. Each number names the findings that it was computed from. */
export function compareModes(results: readonly ComparedResult[]): Comparison {
  const found = new Map(
    results.map(({ id, findings }) => [id, new Map(findings.map((each) => [each.id, each]))]),
  );
  return {
    properties: PROPERTIES.map(({ id, label, prediction, ranks, measures }) => ({
      id,
      label,
      prediction,
      rows: measures.map((measure) => {
        const cells = eachMode((mode) => cellOf(measure.sources[mode], found));
        return {
          id: `${id}.${measure.id}`,
          label: measure.label,
          unit: measure.unit,
          cells,
          agreement: measure.unordered ? 'not-comparable' : agreementOf(ranks, cells),
        };
      }),
    })),
  };
}

type Found = ReadonlyMap<string, ReadonlyMap<string, ComparedResult['findings'][number]>>;

function cellOf(source: Source, found: Found): Cell {
  if ('notApplicable' in source) {
    return { outcome: 'not-applicable', value: null, reason: source.notApplicable, evidence: [] };
  }
  const evidence: Evidence[] = [];
  for (const name of source.findings) {
    const read = readFinding(name, found);
    if (typeof read === 'string') {
      return { outcome: 'not-exercised', value: null, reason: read, evidence: [] };
    }
    evidence.push(read);
  }
  const value = source.value(evidence);
  return typeof value === 'number' && !Number.isFinite(value)
    ? { outcome: 'not-exercised', value: null, reason: 'the findings have no total', evidence: [] }
    : { outcome: 'measured', value, evidence };
}

/** @returns why there is no such finding, in place of it */
function readFinding({ scenario, finding: id }: FindingName, found: Found): Evidence | string {
  const findings = found.get(scenario);
  if (findings === undefined) return `scenario ${scenario} did not run`;
  const finding = findings.get(id);
  if (finding === undefined) return `scenario ${scenario} did not come to ${id}`;
  const { observed, of, reason } = finding;
  if (observed === null) return reason ?? `${scenario} did not exercise ${id}`;
  return { scenario, finding: id, observed, ...(of !== undefined && { of }) };
}

function eachMode<T>(make: (mode: ComparedMode) => T): Record<ComparedMode, T> {
  return Object.fromEntries(COMPARED_MODES.map((mode) => [mode, make(mode)])) as Record<ComparedMode, T>;
}
