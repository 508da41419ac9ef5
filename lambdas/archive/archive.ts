import type { Manifest, Part, Plan, Request } from './contract.ts';
import { type ExportPlaces, exportPart } from './export-part.ts';
import { manifestOf } from './manifest.ts';
import { planExport } from './plan.ts';
import { MANIFEST_NAME, readManifest, writeManifest } from './storage/manifest-object.ts';
import { checkTable } from './storage/scan.ts';
import { verifyFile } from './storage/verify-file.ts';

export interface ArchiveDependencies extends ExportPlaces {
  now: () => Date;
  newSuffix: () => string;
  /** Milliseconds until the function is stopped. */
  remaining: () => number;
}

export type Answer = { plan: Plan } | { part: Part } | { key: string; manifest: Manifest };

/** What is left to finish files and to answer in, once a part has to end. */
const RESERVE_MS = 30_000;

/** One request to the archive. @throws ArchiveError */
export async function archive(request: Request, dependencies: ArchiveDependencies): Promise<Answer> {
  const { s3, bucket, now, newSuffix, remaining } = dependencies;
  switch (request.action) {
    case 'begin': {
      const previous =
        request.since === undefined ? undefined : await readManifest(s3, bucket, request.since);
      const plan = planExport({ request, previous, now: now(), suffix: newSuffix() });
      await checkTable(dependencies.dynamodb, plan.table);
      return { plan };
    }
    case 'part': {
      const begin = now().getTime();
      const most = (request.seconds ?? Number.POSITIVE_INFINITY) * 1000;
      const isTime = () => remaining() < RESERVE_MS || now().getTime() - begin >= most;
      return { part: await exportPart(dependencies, request.plan, request, isTime) };
    }
    case 'finish': {
      const manifest = manifestOf(request.plan, request.parts);
      const key = request.plan.prefix + MANIFEST_NAME;
      await writeManifest(s3, bucket, key, manifest);
      return { key, manifest };
    }
    case 'verify': {
      const manifest = await readManifest(s3, bucket, request.manifest);
      const folder = request.manifest.slice(0, request.manifest.lastIndexOf('/') + 1);
      for (const file of manifest.files) await verifyFile(s3, bucket, folder, file);
      return { key: request.manifest, manifest };
    }
  }
}
