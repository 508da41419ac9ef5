import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { deadlineThread } from '../../core/deadline-thread.ts';
import { runSchema, type SchemaJob, type SchemaOutcome } from './run-schema.ts';
import { isQuick } from './schema-set.ts';

/**
 * Validation by the models of APIs. Patterns, references and large bodies can take any time, so what has them runs
 * on a thread of its own, under a deadline.
 */
export interface Schemas {
  run(job: SchemaJob): Promise<SchemaOutcome | 'timeout'>;
  close(): Promise<void>;
}

const WORKER = join(import.meta.dirname, `schema-worker${extname(import.meta.filename)}`);

export function createSchemas(): Schemas {
  const thread = deadlineThread<SchemaJob, SchemaOutcome>(
    () => new Worker(WORKER, { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 256 } }),
  );
  return {
    run: async (job) => (isQuick(job.schema, job.body) ? runSchema(job) : thread.run(job)),
    close: () => thread.close(),
  };
}
