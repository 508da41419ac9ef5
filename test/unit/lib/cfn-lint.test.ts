import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { RELEASES } from '../../../lib/releases.ts';
import { synthesize } from '../../../lib/synthesize.ts';
import { canImport, python } from '../../support/python-readers.ts';

const RUN = `
import sys
from cfnlint.runner import main
sys.argv = ['cfn-lint', '--format', 'parseable', '--non-zero-exit-code', 'error', *sys.argv[1:]]
main()
`;

test('cfn-lint finds no errors in the templates of any release', { timeout: 180_000 }, (context) => {
  if (!canImport('cfnlint')) context.skip('needs python3 with cfn-lint');
  const directory = mkdtempSync(join(tmpdir(), 'cfn-lint-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const release of RELEASES) synthesize({ release, outdir: join(directory, release) });
  const templates = globSync('*/*.template.json', { cwd: directory }).map((file) => join(directory, file));
  expect(templates.length).toBeGreaterThanOrEqual(6 * RELEASES.length);
  const { status, stdout, stderr } = python(['-c', RUN, ...templates]);
  expect(stderr).toBe('');
  // Warnings begin with W: CDK names dependencies that CloudFormation would find by itself.
  expect(stdout.split('\n').filter((line) => /:E\d{4}:/.test(line))).toEqual([]);
  expect(status).toBe(0);
});
