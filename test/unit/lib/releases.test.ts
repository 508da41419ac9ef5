import { describe, expect, it } from 'vitest';
import { lineage, parseRelease, publishedReleases, RELEASES, releasesOf } from '../../../lib/releases.ts';

describe('releases', () => {
  it('stand on the first one', () => {
    expect(lineage('v1')).toEqual(['v1']);
    expect(lineage('v1-naive')).toEqual(['v1', 'v1-naive']);
    expect(lineage('v2')).toEqual(['v1', 'v2']);
  });

  it('leave a service without code of its own on the newest older one', () => {
    expect(publishedReleases('profiles', 'v2')).toEqual(['v1', 'v2']);
    expect(publishedReleases('payments', 'v2')).toEqual(['v1']);
  });

  it('have a patch in the place of code that can lose something, and that code for comparison only', () => {
    for (const release of RELEASES) {
      expect(publishedReleases('orders', release)[0]).toBe('v1.1');
      expect(publishedReleases('relay', release)).toEqual(['v1.1']);
    }
    expect(publishedReleases('orders', 'v1-naive')).toEqual(['v1.1', 'v1']);
    expect(releasesOf('orders')).toEqual(['v1.1', 'v1']);
  });

  it('replace a service that no rollout shifts', () => {
    for (const release of RELEASES) expect(publishedReleases('registry', release)).toEqual(['v2']);
  });

  it('are refused by an unknown name, and the known ones are named', () => {
    expect(() => parseRelease('v9')).toThrow('there is no release "v9": choose one of v1, v1-naive, v2');
    expect(() => parseRelease(undefined)).toThrow('choose one of');
  });
});
