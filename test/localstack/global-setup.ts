import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ROOT } from '../../bin/run-tool.ts';
import { findBinary } from '../../packages/endpoint/src/dynamodb/binary.ts';
import { installLocalstack } from './install.ts';
import { startLocalstack } from './start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of a LocalStack of the tests' own, empty at first. */
    localstack: string;
  }
}

const say = (line: string) => console.log(line);

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const installation = await installLocalstack(say);
  const localstack = await startLocalstack(installation, {
    dynamodb: findBinary(),
    log: join(ROOT, '.dataflow', 'localstack.log'),
  });
  say(`LocalStack answers at ${localstack.url}; its log is ${localstack.log}`);
  project.provide('localstack', localstack.url);
  return () => localstack.close();
}
