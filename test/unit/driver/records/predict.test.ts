import { describe, expect, it } from 'vitest';
import { predict } from '../../../../driver/records/predict.ts';
import { latestRewrite } from '../../../../driver/records/subjects.ts';

const between = (
  writer: 'v1' | 'v2' | 'v3' | 'v4' | 'v5' | 'v6',
  reader: typeof writer,
  latest = writer,
) => ({
  writer,
  reader,
  latest,
});

describe('what the schemas say must happen', () => {
  it.each([
    ['avro', between('v3', 'v3'), 'read whole'],
    ['avro', between('v1', 'v3'), 'read with defaults'],
    ['avro', between('v3', 'v1'), 'read with fields ignored'],
    ['document', between('v3', 'v1'), 'read with fields carried'],
    ['columns', between('v3', 'v1'), 'read with fields ignored'],
    // A long does not fit into an int.
    ['avro', between('v4', 'v3'), 'refused'],
    ['document', between('v4', 'v3'), 'refused'],
    // Renamed: an alias serves newer readers where names travel with the values, and nothing serves older ones.
    ['avro', between('v4', 'v5'), 'read with defaults'],
    ['document', between('v4', 'v5'), 'read with defaults'],
    ['columns', between('v4', 'v5'), 'refused'],
    ['avro', between('v5', 'v4'), 'refused'],
    // Consent has no default; the email that is gone has one.
    ['avro', between('v5', 'v6'), 'refused'],
    ['avro', between('v6', 'v5'), 'read with defaults, fields ignored'],
  ] as const)('%s, profile, %o: %s', (strategy, releases, outcome) => {
    expect(predict(strategy, 'profile', releases)).toBe(outcome);
  });

  it('in the warehouse an old release loses even its own rows once a later one has rewritten them', () => {
    expect(predict('warehouse', 'profile', between('v1', 'v1'))).toBe('read whole');
    expect(predict('warehouse', 'profile', between('v1', 'v1', 'v5'))).toBe('refused');
  });

  it('what the latest release cannot read stays as the one before has left it', () => {
    expect(latestRewrite('profile', 'v1')).toBe('v5');
    expect(latestRewrite('profile', 'v6')).toBe('v6');
  });

  it('a kind of order that an old release does not know keeps it from reading', () => {
    expect(predict('avro', 'order', between('v3', 'v2'))).toBe('refused');
    expect(predict('columns', 'order', between('v3', 'v2'))).toBe('refused');
  });
});
