import avro from 'avsc';
import type { AvroSchema } from '../schemas/compatibility/avro-schema.ts';
import { parsingCanonicalForm } from '../schemas/compatibility/canonical-form.ts';
import { checkDefaults } from '../schemas/compatibility/check-defaults.ts';
import {
  type Refusal,
  refusals,
  type SchemaVersion,
  type UpgradeOrder,
  upgradeOrder,
} from '../schemas/compatibility/levels.ts';
import { InvalidSchemaError, parseAvroSchemaText } from '../schemas/compatibility/parse-avro-schema.ts';
import { readHistories } from '../schemas/read-histories.ts';
import { type AcceptedBreak, accepts, type SubjectHistory } from '../schemas/subject-history.ts';

/** What is wrong with a subject. Every kind ends the deployment. */
export type Fault =
  /** A schema breaks the level, and the break is not accepted. */
  | ({ kind: 'break'; version: number; against: number } & Omit<Refusal, 'version'>)
  /** A break is accepted that does not exist: it would let a real one through later. */
  | { kind: 'accepted in vain'; version: number; against: number; direction: AcceptedBreak['direction'] }
  /** A reader that has only the fingerprint of what was written could not tell the two apart. */
  | { kind: 'shared fingerprint'; version: number; against: number }
  | { kind: 'not a schema'; version: number; message: string };

/** One step of a history: who has to be upgraded first, and which breaks of the level are accepted for it. */
export interface Step {
  from: number;
  to: number;
  upgrade: UpgradeOrder;
  accepted: Omit<AcceptedBreak, 'version'>[];
}

export interface SubjectReport {
  subject: string;
  level: SubjectHistory['level'];
  steps: Step[];
  faults: Fault[];
}

/**
 * Checks every version of every subject against the subject's compatibility level.
 *
 * @param directory of the subjects; by default the repository's own
 * @throws UnreadableHistoryError
 */
export function checkSchemas(directory?: string): SubjectReport[] {
  return readHistories(directory).map(checkHistory);
}

/** Every fault of every subject, in words; none when a release may be deployed. */
export function schemaFaults(directory?: string): string[] {
  return checkSchemas(directory).flatMap((report) =>
    report.faults.map((fault) => describeFault(report, fault)),
  );
}

export function checkHistory(history: SubjectHistory): SubjectReport {
  const { subject, level } = history;
  const { versions, faults: broken } = parseAll(history);
  // A comparison with what is no schema says nothing.
  if (broken.length > 0) return { subject, level, steps: [], faults: broken };
  const faults = [...breaks(history, versions), ...vain(history, versions), ...twins(versions)];
  return { subject, level, steps: steps(history, versions), faults };
}

/** One fault, as a person reads it. */
export function describeFault({ subject, level }: SubjectReport, fault: Fault): string {
  const name = `${subject} v${fault.version}`;
  switch (fault.kind) {
    case 'break': {
      const { against, direction, path, rule, message } = fault;
      const who = direction === 'BACKWARD' ? `it cannot read v${against}` : `v${against} cannot read it`;
      return `${name} breaks ${level}: ${who} (${direction}). ${rule} at ${path}. ${message}`;
    }
    case 'accepted in vain':
      return `${name}: subject.json accepts a break with v${fault.against} (${fault.direction}) that does not exist; remove it.`;
    case 'shared fingerprint':
      return `${name} has the fingerprint of v${fault.against}: they differ only in what a fingerprint leaves out (defaults, aliases, logical types, doc). Change a name, a type or a field as well.`;
    case 'not a schema':
      return `${name}: ${fault.message}`;
  }
}

function parseAll({ versions }: SubjectHistory): { versions: SchemaVersion[]; faults: Fault[] } {
  const parsed: SchemaVersion[] = [];
  const faults: Fault[] = [];
  for (const { version, schema } of versions) {
    try {
      parsed.push({ version, schema: admitted(schema) });
    } catch (error) {
      if (!(error instanceof InvalidSchemaError)) throw error;
      faults.push({ kind: 'not a schema', version, message: error.message });
    }
  }
  return { versions: parsed, faults };
}

/** A schema that may be written with: its defaults fit, and our codec can use them. @throws InvalidSchemaError */
function admitted(text: string): AvroSchema {
  const schema = parseAvroSchemaText(text);
  checkDefaults(schema);
  try {
    avro.Type.forSchema(JSON.parse(text), { wrapUnions: 'always' });
  } catch (cause) {
    // Avro 1.12 admits more than avsc; what is left out there would be missing where an old row is read.
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidSchemaError('', `the codec of our functions (avsc) cannot use it: ${why}`, { cause });
  }
  return schema;
}

function breaks(history: SubjectHistory, versions: readonly SchemaVersion[]): Fault[] {
  return versions.flatMap(({ version, schema }, index) =>
    refusals(schema, versions.slice(0, index), history.level)
      .filter(({ direction, version: earlier }) => !accepts(history, version, direction, earlier))
      .map(({ version: against, ...refusal }) => ({ kind: 'break', ...refusal, version, against }) as const),
  );
}

function vain({ level, accepted }: SubjectHistory, versions: readonly SchemaVersion[]): Fault[] {
  return accepted.flatMap(({ version, direction, against }) => {
    const index = versions.findIndex((known) => known.version === version);
    const found = versions[index];
    const real = found === undefined ? [] : refusals(found.schema, versions.slice(0, index), level);
    return against
      .filter((earlier) => !real.some((one) => one.version === earlier && one.direction === direction))
      .map((earlier) => ({ kind: 'accepted in vain', version, against: earlier, direction }) as const);
  });
}

function twins(versions: readonly SchemaVersion[]): Fault[] {
  const seen = new Map<string, number>();
  return versions.flatMap(({ version, schema }) => {
    const form = parsingCanonicalForm(schema);
    const against = seen.get(form);
    seen.set(form, against ?? version);
    return against === undefined ? [] : [{ kind: 'shared fingerprint', version, against } as const];
  });
}

function steps({ accepted }: SubjectHistory, versions: readonly SchemaVersion[]): Step[] {
  return versions.flatMap(({ version: to, schema }, index) => {
    const before = versions[index - 1];
    if (before === undefined) return [];
    const forThis = accepted.flatMap(({ version, ...rest }) => (version === to ? [rest] : []));
    return [{ from: before.version, to, upgrade: upgradeOrder(before.schema, schema), accepted: forThis }];
  });
}
