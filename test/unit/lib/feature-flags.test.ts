import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const require = createRequire(import.meta.url);

/** Strong references keep CloudFormation from deleting a table that other stacks import. */
const DEVIATIONS = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };

test('cdk.json sets every feature flag as CDK recommends for a new app, but for one', () => {
  const recommended: Record<string, unknown> = require('aws-cdk-lib/recommended-feature-flags.json');
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  expect(Object.keys(recommended).length).toBeGreaterThan(50);
  expect(context).toMatchObject({ ...recommended, ...DEVIATIONS });
});
