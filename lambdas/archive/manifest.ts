import type { Manifest, Part, Plan } from './contract.ts';
import { ArchiveError } from './errors.ts';

/** What an export came to. @throws ArchiveError `bad-request` when its parts do not belong together */
export function manifestOf(plan: Plan, parts: readonly Part[]): Manifest {
  const last = new Map<number, Part>();
  for (const part of parts) {
    if (part.part !== (last.get(part.segment)?.part ?? -1) + 1) {
      throw new ArchiveError('bad-request', `segment ${part.segment} lacks the part before ${part.part}`);
    }
    last.set(part.segment, part);
  }
  for (const { segment, next } of last.values()) {
    if (next !== undefined) throw new ArchiveError('bad-request', `segment ${segment} is not at its end`);
  }
  const files = parts.flatMap((part) => part.files);
  const rows = sum(parts.map((part) => part.rows));
  for (const format of plan.formats) {
    const written = sum(files.filter((file) => file.format === format).map((file) => file.rows));
    if (written !== rows) throw new ArchiveError('bad-request', `the files of ${format} lack rows`);
  }
  const writers = parts.flatMap((part) => part.writers);
  return {
    manifestVersion: 1,
    table: plan.table,
    subject: plan.subject,
    keyPrefix: plan.keyPrefix ?? null,
    schema: { version: plan.version, fingerprint: plan.fingerprint },
    changes: { since: plan.since ?? null, until: plan.until, previous: plan.previous ?? null },
    rows,
    rejected: sum(parts.map((part) => part.rejected)),
    skipped: sum(parts.map((part) => part.skipped)),
    writers: writers.length === 0 ? null : { oldest: Math.min(...writers), newest: Math.max(...writers) },
    files,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
