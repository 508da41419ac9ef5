import { describe, expect, it } from 'vitest';
import { indexFindings } from '../../../../scenarios/kit/finding-index.ts';
import { outageFindings } from '../../../../scenarios/services/cascading-failure/findings.ts';
import type { Read } from '../../../../scenarios/services/cascading-failure/traffic.ts';

const read = (service: Read['service'], more: Partial<Read> = {}): Read => ({
  service,
  startedAt: 0,
  ms: 20,
  status: 200,
  isThrottled: false,
  isDegraded: false,
  ...more,
});
const hundred = (service: Read['service'], late: number): Read[] =>
  Array.from({ length: 100 }, (_, index) => read(service, index < late ? { ms: 301 } : {}));

function readsInTime(reads: Read[]) {
  const outage = { from: 0, to: 1000, checkouts: [], reads, later: [], recoveryMs: 100 };
  return indexFindings(outageFindings('with', outage, 0)).get('with-protections.reads-in-time');
}

describe('reads in time while fraud hangs and clients are protected', () => {
  it('are as expected from 99 % on', () => {
    expect(readsInTime([...hundred('profiles', 0), ...hundred('orders', 2)])).toMatchObject({
      observed: 99,
      outcome: 'as-expected',
    });
  });

  it('differ below, when reads of a service that fraud cannot reach are in time', () => {
    expect(readsInTime([...hundred('profiles', 1), ...hundred('orders', 3)])).toMatchObject({
      observed: 98,
      outcome: 'differs',
    });
  });

  it('differ when they are throttled, however fast that is', () => {
    const throttled = hundred('payments', 0).map((each) => ({ ...each, status: 429, isThrottled: true }));
    expect(readsInTime([...hundred('profiles', 0), ...throttled]).outcome).toBe('differs');
  });

  it('are not exercised when those are late, too: the machine is what is slow', () => {
    expect(readsInTime([...hundred('profiles', 2), ...hundred('orders', 50)])).toMatchObject({
      outcome: 'not-exercised',
      reason: expect.stringContaining('98 %'),
    });
  });
});
