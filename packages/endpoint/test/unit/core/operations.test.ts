import { globSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { noResource } from '../../../src/core/resource.ts';

const SOURCE = join(import.meta.dirname, '../../../src');

interface Declared {
  resource?: unknown;
}

/** Actions by file and name, as the services' tables of operations have them. */
async function declaredOperations(): Promise<Map<string, Declared>> {
  const found = new Map<string, Declared>();
  for (const file of globSync('*/*operations.ts', { cwd: SOURCE })) {
    const tables: Record<string, unknown> = await import(join(SOURCE, file));
    for (const table of Object.values(tables)) {
      if (typeof table !== 'object' || table === null || table instanceof Map) continue;
      for (const [name, action] of Object.entries(table)) found.set(`${file} ${name}`, action);
    }
  }
  return found;
}

const ON_NO_RESOURCE = [
  ...['ListExports', 'ListImports', 'ListStacks', 'ValidateTemplate'],
  ...['DescribeRepositories', 'ListPolicies', 'ListRoles', 'CreateKey', 'ListAliases', 'ListKeys'],
  ...['CreateEventSourceMapping', 'GetAccountSettings', 'ListEventSourceMappings', 'ListFunctions'],
  ...['DescribeLogGroups', 'ListBuckets', 'ListSubscriptions', 'ListTopics', 'CancelMessageMoveTask'],
  ...['ListQueues', 'DescribeParameters', 'GetAccessKeyInfo', 'GetCallerIdentity', 'ListStreams'],
];

/** Loads every service. */
let operations: Map<string, Declared>;
beforeAll(async () => {
  operations = await declaredOperations();
}, 60_000);

test('every action declares the resource that it acts on', () => {
  expect(operations.size).toBeGreaterThan(300);
  const lacking = [...operations].filter(([, { resource }]) => typeof resource !== 'function');
  expect(lacking.map(([name]) => name)).toEqual([]);
});

test('only lists and actions on the account act on no single resource', () => {
  const none = [...operations].filter(([, { resource }]) => resource === noResource).map(([name]) => name);
  expect(new Set(none.map((name) => name.split(' ')[1]))).toEqual(new Set(ON_NO_RESOURCE));
});
