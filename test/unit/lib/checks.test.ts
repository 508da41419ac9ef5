import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RELEASES } from '../../../lib/releases.ts';
import { createApp } from '../../../lib/synthesize.ts';

function outdir(): string {
  const directory = mkdtempSync(join(tmpdir(), 'dataflow-synth-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

// A synthesis takes seconds where the machine is busy.
const unhurried = { timeout: 60_000 };

describe('cdk-nag', unhurried, () => {
  const deployments = [...RELEASES.map((release) => ({ release })), { release: 'v2', faults: true } as const];

  it.each(deployments)('has no finding in %j that is not accepted with a reason', (options) => {
    const app = createApp({ ...options, outdir: outdir() });
    app.synth();
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations.map(({ ruleName, description }) => `${ruleName}: ${description}`)).toEqual([]);
  });
});

describe("CDK's own validation", unhurried, () => {
  it('finds nothing in the templates of a later release, which have all that there is', {
    timeout: 60_000,
  }, () => {
    const { directory } = createApp({ release: 'v2', outdir: outdir(), validate: true }).synth();
    const report = join(directory, 'validation-report.json');
    expect(existsSync(report)).toBe(true);
    const { pluginReports } = JSON.parse(readFileSync(report, 'utf8'));
    expect(pluginReports).toMatchObject([{ conclusion: 'success', violations: [] }]);
  });
});
