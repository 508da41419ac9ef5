import { EXPORTS, type Manifest, type Plan, type Request } from './contract.ts';
import { ArchiveError } from './errors.ts';
import { historyOf, targetOf } from './schemas/subjects.ts';

/**
 * How far an incremental export looks back behind the beginning of the one before it: a writer takes its `updatedAt`
 * before the row is stored, by a clock of its own. What falls into this time may be exported twice, and is never
 * missed; readers take the later of two rows with one id.
 */
const OVERLAP_MS = 5 * 60 * 1000;

export interface PlanInput {
  request: Extract<Request, { action: 'begin' }>;
  previous: Manifest | undefined;
  now: Date;
  /** Tells apart exports that begin in the same second. */
  suffix: string;
}

/** What an export will be of. @throws ArchiveError `unknown-subject` or `bad-request` */
export function planExport({ request, previous, now, suffix }: PlanInput): Plan {
  const { table, subject, since } = request;
  const { version, schema } = targetOf(historyOf(subject), request.version);
  if (previous !== undefined && !sameRows(previous, request)) {
    throw new ArchiveError(
      'bad-request',
      'the manifest to go on from is of another table, subject or prefix',
    );
  }
  const id = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z-${suffix}`;
  return {
    prefix: `${EXPORTS}${table}/${subject}/${id}/`,
    table,
    subject,
    version,
    fingerprint: schema.fingerprint,
    formats: [...new Set(request.formats)],
    until: now.toISOString(),
    ...(request.keyPrefix !== undefined && { keyPrefix: request.keyPrefix }),
    ...(previous !== undefined &&
      since !== undefined && {
        since: new Date(Date.parse(previous.changes.until) - OVERLAP_MS).toISOString(),
        previous: since,
      }),
  };
}

function sameRows(previous: Manifest, { table, subject, keyPrefix }: PlanInput['request']): boolean {
  return (
    previous.table === table && previous.subject === subject && previous.keyPrefix === (keyPrefix ?? null)
  );
}
