import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  lineage,
  parseRelease,
  publishedReleases,
  RELEASES,
  recordsCode,
  releasesOf,
  SERVICES,
} from '../../../lib/releases.ts';
import { parseReleasesFiles, releaseTable } from '../../../lib/releases-file.ts';
import { faultsOfReleases, serviceFolders } from './releases-files.ts';

describe('releases', () => {
  it('stand on the first one', () => {
    expect(lineage('v1')).toEqual(['v1']);
    expect(lineage('v1-naive')).toEqual(['v1', 'v1-naive']);
    expect(lineage('v2')).toEqual(['v1', 'v2']);
  });

  it('leave a service without code of its own on the newest older one', () => {
    expect(publishedReleases('profiles', 'v2')).toEqual(['v1', 'v2']);
    expect(publishedReleases('callbacks', 'v2')).toEqual(['v1']);
  });

  it('have a patch in the place of code that can lose something, and that code for comparison only', () => {
    for (const release of RELEASES) {
      expect(publishedReleases('orders', release)[0]).toBe('v1.3');
      expect(publishedReleases('relay', release)[0]).toBe('v1.1');
    }
    expect(publishedReleases('orders', 'v1-naive')).toEqual(['v1.3', 'v1']);
    expect(releasesOf('orders')).toEqual(['v1.3', 'v1', 'v2']);
  });

  it('change producer and consumers of events together', () => {
    expect(publishedReleases('orders', 'v2')).toEqual(['v1.3', 'v2']);
    for (const consumer of ['relay', 'analytics', 'email'] as const) {
      expect(publishedReleases(consumer, 'v1')).toEqual(['v1.1']);
      expect(publishedReleases(consumer, 'v2')).toEqual(['v1.1', 'v2']);
    }
  });

  it('have the contract of payments in a patch, and its second version in a release of its own', () => {
    expect(publishedReleases('payments', 'v1')).toEqual(['v1.1']);
    expect(publishedReleases('payments', 'v2')).toEqual(['v1.1', 'v2']);
  });

  it('replace a service that no rollout shifts', () => {
    for (const release of RELEASES) expect(publishedReleases('registry', release)).toEqual(['v2.1']);
  });

  it('are refused by an unknown name, and the known ones are named', () => {
    expect(() => parseRelease('v9')).toThrow('there is no release "v9": choose one of v1, v1-naive, v2');
    expect(() => parseRelease(undefined)).toThrow('choose one of');
  });
});

describe('releases.json', () => {
  it('is in the folder of every service, and names folders with a handler', () => {
    expect(faultsOfReleases(process.cwd())).toEqual([]);
  });

  it('is read for every service', () => {
    expect([...SERVICES, 'records'].sort()).toEqual(serviceFolders(process.cwd()));
  });

  it('is missed where it is missing, and so is a folder that it names', () => {
    const root = mkdtempSync(join(tmpdir(), 'dataflow-releases-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    write('lambdas/shared/http.ts', '');
    write('lambdas/carrier/v1/handler.ts', '');
    write('lambdas/fraud/v1/handler.ts', '');
    write('lambdas/fraud/releases.json', '{ "v1": "v1", "v2": "v2" }');
    write('lambdas/records/v1/handler.ts', '');
    write('lambdas/records/releases.json', '{ "functions": { "v1": "v1", "v2": "v2" } }');
    expect(faultsOfReleases(root)).toEqual([
      'lambdas/carrier/releases.json is missing',
      'lambdas/fraud/releases.json names lambdas/fraud/v2/handler.ts, which does not exist',
      'lambdas/records/releases.json names lambdas/records/v2/handler.ts, which does not exist',
    ]);
  });

  it('has a form of its own where each release is a function', () => {
    expect(recordsCode('v6')).toBe('v6');
  });

  it.each([
    ['a release that the shop does not have', { v1: 'v1', v9: 'v2' }, 'v9'],
    ['a name that is no release folder', { v1: '../orders/v1' }, 'must be a release folder'],
    ['a folder twice', { v1: 'v1', v2: 'v1' }, 'must not name a folder twice'],
    ['no table', 'v1', 'expected record'],
  ])('is refused with %s', (_case, file, message) => {
    expect(() => parseReleasesFiles(releaseTable(RELEASES), file)).toThrow(message);
  });
});
