import { concurrently } from '../concurrently.ts';
import type { ArchiveClient, ExportRequest, Finished, Part } from './archive-client.ts';

export interface ExportOptions extends ExportRequest {
  /** Into how many the scan is divided: each is read by one invocation after the other. */
  segments: number;
  /** How many segments are read at the same time. */
  atOnce: number;
  onProgress?: (progress: { segmentsDone: number; rows: number; rejected: number }) => void;
}

/** A part ends after this long, so that a waiting caller sees progress. */
const PART_SECONDS = 60;

/** Exports a table, segment by segment, and writes the manifest once all of them are at their end. */
export async function exportTable(
  archive: ArchiveClient,
  { segments, atOnce, onProgress, ...request }: ExportOptions,
): Promise<Finished> {
  const { plan } = await archive.begin(request);
  const parts: Part[] = [];
  let segmentsDone = 0;
  await concurrently(Array.from({ length: segments }).keys().toArray(), atOnce, async (segment) => {
    let before: Part | undefined;
    do {
      const { part }: { part: Part } = await archive.part({
        plan,
        segment,
        segments,
        part: before === undefined ? 0 : before.part + 1,
        seconds: PART_SECONDS,
        ...(before?.next && { from: before.next }),
      });
      parts.push(part);
      before = part;
      if (part.next === undefined) segmentsDone += 1;
      onProgress?.({
        segmentsDone,
        rows: parts.reduce((sum, { rows }) => sum + rows, 0),
        rejected: parts.reduce((sum, { rejected }) => sum + rejected, 0),
      });
    } while (before.next !== undefined);
  });
  parts.sort((a, b) => a.segment - b.segment || a.part - b.part);
  return archive.finish(plan, parts);
}
