import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RECORDS_RELEASES, recordsCode, releasesOf, SERVICES } from '../../../lib/releases.ts';
import frozenLayouts from './frozen-layouts.json' with { type: 'json' };
import frozen from './frozen-releases.json' with { type: 'json' };
import { layoutEntries } from './layout-entries.ts';

/**
 * A release that is out is a promise: somewhere its code runs, and data that it wrote is kept. What it says and
 * stores stands in its own folder and in its schemas, and those are frozen. What it shares with other releases
 * (signing, retries, codecs) is not: the same promise, kept better.
 */
function released(): string[] {
  const folders = [
    ...SERVICES.flatMap((service) => releasesOf(service).map((release) => `lambdas/${service}/${release}`)),
    ...RECORDS_RELEASES.map((release) => `lambdas/records/${recordsCode(release)}`),
  ];
  const code = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`));
  const contracts = ['avro/*/v*.avsc', 'openapi/*/v*.yaml', 'wsdl/*/v*.wsdl'];
  return [...code, ...contracts.flatMap((pattern) => globSync(`schemas/${pattern}`))].sort();
}

function fingerprint(path: string): string | undefined {
  return existsSync(path)
    ? createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)
    : undefined;
}

describe('a release that is out', () => {
  it.each(Object.entries(frozen))('keeps %s as it was', (path, hash) => {
    const advice =
      `${path} belongs to a release that is out, so it does not change: data and clients know it as it was. ` +
      'Make a new release instead: copy its folder to the next vN, change that, and name it in its releases.json.';
    expect(fingerprint(path), advice).toBe(hash);
  });

  it('has all its files in the list of those that do not change', () => {
    const missing = released().filter((path) => !(path in frozen));
    const lines = missing.map((path) => `"${path}": "${fingerprint(path)}"`).join(',\n');
    expect(missing, `when the release is ready to go out, add to frozen-releases.json:\n${lines}`).toEqual(
      [],
    );
  });
});

describe('the layout of items and events that a release stores', () => {
  const layouts = layoutEntries();

  it.each(Object.entries(frozenLayouts))('keeps %s', (entry, value) => {
    const advice =
      `${entry} is stored in tables or journals, and releases that are out rely on it. Add an optional attribute or ` +
      'another item type instead.';
    expect(layouts[entry], advice).toBe(value);
  });

  it('has all its entries in the list of those that do not change', () => {
    const missing = Object.entries(layouts).filter(([entry]) => !Object.hasOwn(frozenLayouts, entry));
    const lines = missing.map(([entry, value]) => `"${entry}": "${value}"`).join(',\n');
    expect(missing, `when the release is ready to go out, add to frozen-layouts.json:\n${lines}`).toEqual([]);
  });
});
