import { describe, expect, test } from 'vitest';
import { violation } from './house-rules.ts';
import { importsOf, ownImports } from './imports.ts';

test('every import of the repository keeps the rules of the house', () => {
  const imports = ownImports(process.cwd());
  expect(imports.length).toBeGreaterThan(100); // A reader that finds nothing would pass anything.
  const broken = imports.flatMap((own) => {
    const reason = violation(own);
    return reason === undefined ? [] : [`${own.from} imports ${own.to}: ${reason}`];
  });
  expect(broken).toEqual([]);
});

describe('a rule is broken when', () => {
  test.each([
    [
      'the shop reaches into the endpoint',
      'lambdas/orders/v1/handler.ts',
      'packages/endpoint/src/endpoint.ts',
    ],
    ['a stack reaches into the endpoint', 'lib/stacks/data-stack.ts', 'packages/endpoint/src/core/clock.ts'],
    [
      'a scenario reaches into a handler',
      'scenarios/databases/lost-updates/scenario.ts',
      'lambdas/profiles/domain.ts',
    ],
    [
      'a scenario reaches into a stack',
      'scenarios/databases/lost-updates/scenario.ts',
      'lib/stacks/data-stack.ts',
    ],
    ['the endpoint knows the shop', 'packages/endpoint/src/sqs/engine.ts', 'schemas/avro/order.ts'],
    ['the driver reaches into a scenario', 'driver/system.ts', 'scenarios/kit/scenario.ts'],
    ['a scenario reaches into the endpoint', 'scenarios/kit/scenario.ts', 'packages/endpoint/src/index.ts'],
    ['a package reaches into the shop', 'packages/testing/src/index.ts', 'driver/system.ts'],
    ['one service knows another', 'lambdas/orders/domain.ts', 'lambdas/payments/domain.ts'],
    ['a release knows the next', 'lambdas/profiles/v1/handler.ts', 'lambdas/profiles/v2/handler.ts'],
    ['a patch knows what it replaces', 'lambdas/orders/v1.1/handler.ts', 'lambdas/orders/v1/order.ts'],
    [
      'a release knows its naive sister',
      'lambdas/profiles/v1/handler.ts',
      'lambdas/profiles/v1-naive/handler.ts',
    ],
    ['a domain knows a release', 'lambdas/profiles/domain.ts', 'lambdas/profiles/v1/handler.ts'],
    [
      'one service of the endpoint knows another',
      'packages/endpoint/src/sns/engine.ts',
      'packages/endpoint/src/sqs/engine.ts',
    ],
    [
      'the core knows a service',
      'packages/endpoint/src/core/router.ts',
      'packages/endpoint/src/sqs/engine.ts',
    ],
    ['the endpoint knows another package', 'packages/endpoint/src/spawn.ts', 'packages/testing/src/index.ts'],
    [
      'the endpoint uses what it has for tests',
      'packages/endpoint/src/endpoint.ts',
      'packages/endpoint/src/testing/manual-clock.ts',
    ],
    ['the product uses what is for tests', 'bin/commands/local.ts', 'packages/endpoint/src/testing/index.ts'],
    [
      'a package knows the tests of the shop',
      'packages/testing/test/x.test.ts',
      'test/support/closing-line.ts',
    ],
    ['the driver reaches into a service', 'driver/system.ts', 'lambdas/orders/domain.ts'],
    [
      'a handler reads which releases are deployed',
      'lambdas/orders/v1/handler.ts',
      'lambdas/orders/releases.json',
    ],
    ['the product knows its tests', 'bin/dataflow.ts', 'test/support/closing-line.ts'],
  ])('%s', (_case, from, to) => {
    expect(violation({ from, to })).toBeDefined();
  });
});

describe('it is allowed that', () => {
  test.each([
    ['the command line starts the endpoint', 'bin/commands/local.ts', 'packages/endpoint/src/endpoint.ts'],
    ['a handler uses what handlers share', 'lambdas/orders/v1/handler.ts', 'lambdas/shared/money.ts'],
    ['a release uses its domain', 'lambdas/profiles/v2/handler.ts', 'lambdas/profiles/domain.ts'],
    [
      'the endpoint is put together',
      'packages/endpoint/src/endpoint.ts',
      'packages/endpoint/src/sqs/service.ts',
    ],
    [
      'a service uses the core',
      'packages/endpoint/src/sqs/service.ts',
      'packages/endpoint/src/core/service.ts',
    ],
    [
      'the testing package starts the endpoint',
      'packages/testing/src/test-endpoint.ts',
      'packages/endpoint/src/index.ts',
    ],
    [
      'a test drives the clock of the endpoint',
      'packages/endpoint/test/unit/sqs/queue.test.ts',
      'packages/endpoint/src/testing/manual-clock.ts',
    ],
    ['a deployment reads which releases a service has', 'lib/releases.ts', 'lambdas/orders/releases.json'],
    ['the driver reads which releases a service has', 'driver/system.ts', 'lambdas/records/releases.json'],
    ['a scenario decodes with a schema', 'scenarios/databases/x/scenario.ts', 'schemas/avro/order.ts'],
  ])('%s', (_case, from, to) => {
    expect(violation({ from, to })).toBeUndefined();
  });
});

test('imports of values, types, side effects and lazy ones are all seen', () => {
  const source = [
    "import { a } from './a.ts';",
    "import type { B } from '../b.ts';",
    'import {\n  c,\n  type D,\n} from "ignored";',
    "import './side-effect.ts';",
    "export { e } from './e.ts';",
    "const f = () => import('./lazy.ts');",
    "import { readFile } from 'node:fs/promises';",
    "import { g } from '@modes-of-dataflow/testing';",
    "import { h } from '@modes-of-dataflow/endpoint/testing';",
  ].join('\n');
  expect(importsOf('lib/x/here.ts', source).map((own) => own.to)).toEqual([
    'lib/x/a.ts',
    'lib/b.ts',
    'lib/x/side-effect.ts',
    'lib/x/e.ts',
    'lib/x/lazy.ts',
    'packages/testing/src/index.ts',
    'packages/endpoint/src/testing/index.ts',
  ]);
});
