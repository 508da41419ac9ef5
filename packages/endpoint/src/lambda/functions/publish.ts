import { isDeepStrictEqual } from 'node:util';
import type { FunctionEngine } from '../engine.ts';
import type { FunctionRecord, FunctionVersion } from './function-record.ts';

/**
 * Freezes `$LATEST` as the next version. When nothing changed since the last one was published, that one is the
 * answer: https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
 */
export function publish(
  engine: FunctionEngine,
  record: FunctionRecord,
  description?: string,
): FunctionVersion {
  const { latest, lastPublished } = record;
  const last = record.versions.at(-1);
  const unchanged =
    lastPublished?.codeId === latest.code.id && isDeepStrictEqual(lastPublished.settings, latest.settings);
  if (unchanged && last?.version === String(record.lastVersion)) return last;

  record.lastVersion += 1;
  const version: FunctionVersion = {
    // One that is published with its function is created with it.
    ...structuredClone(latest),
    version: String(record.lastVersion),
    lastModified: engine.context.clock.now(),
    revisionId: engine.context.newId(),
  };
  if (description !== undefined) version.settings.description = description;
  record.versions.push(version);
  record.lastPublished = { codeId: latest.code.id, settings: structuredClone(latest.settings) };
  engine.functions.set(record.name, record);
  return version;
}
