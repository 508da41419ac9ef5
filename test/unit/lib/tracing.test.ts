import { describe, expect, it } from 'vitest';
import { resourcesOf, type Templates, templatesOf } from './synthesized.ts';

/** By logical id of the function: its setting. */
function settings(templates: Templates): Map<string, unknown> {
  return new Map(
    Object.values(templates).flatMap((template) =>
      [...resourcesOf(template, 'AWS::Lambda::Function')]
        // Those that the CDK adds for custom resources are not ours.
        .filter(([, { Properties }]) => 'Environment' in Properties)
        .map(([id, { Properties }]) => {
          const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
          return [id, Variables['TRACING_SHARE']] as const;
        }),
    ),
  );
}

// A synthesis takes seconds where the machine is busy.
describe('tracing', { timeout: 120_000 }, () => {
  it('is on in every function of a deployment that says nothing', () => {
    const found = settings(templatesOf('v1'));
    expect(found.size).toBeGreaterThan(10);
    expect(new Set(found.values())).toEqual(new Set(['1']));
  });

  it('can be off, or for a share of new traces', () => {
    for (const [tracing, share] of [
      ['off', undefined],
      ['0.05', '0.05'],
    ] as const) {
      expect(new Set(settings(templatesOf('v1', { context: { tracing } })).values())).toEqual(
        new Set([share]),
      );
    }
  });

  it.each(['yes', '2', '-1', '1e-3'])('refuses another setting: %s', (tracing) => {
    expect(() => templatesOf('v1', { context: { tracing } })).toThrow(/tracing must be on, off/);
  });
});
