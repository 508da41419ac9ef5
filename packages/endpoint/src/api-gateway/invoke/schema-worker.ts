import { parentPort } from 'node:worker_threads';
import { runSchema, type SchemaJob } from './run-schema.ts';

/** Compiles and runs schemas of models off the thread that answers requests. */
parentPort?.on('message', (job: SchemaJob) => parentPort?.postMessage(runSchema(job)));
// The validator is loaded with the first schema; that is part of getting ready, and of no job's time.
runSchema({ schema: { root: '{}', models: {} } });
parentPort?.postMessage('ready');
