import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { AwsError, coreError } from '../../../src/core/errors.ts';

const SOURCE = join(import.meta.dirname, '../../../src');

/** These pass on what the database engine refused, with the code that it gave. */
const PASS_ON = ['dynamodb/client.ts', 'dynamodb/data-plane/answered-error.ts'];

const read = (file: string) => readFileSync(join(SOURCE, file), 'utf8');

/** Whether source makes an AwsError whose code can be any text. */
function hasOpenCode(source: string): boolean {
  return /\bnew (AwsError|Refusal)\(|\bextends AwsError\b|\bRefusal<string>|\brefusals(<string>)?\(/.test(
    source,
  );
}

/** The codes of the union that an `errors.ts` exports. */
function declaredCodes(source: string): string[] {
  const union = /export type \w+ErrorCode =([^;]*);/.exec(source)?.[1] ?? '';
  return [...union.matchAll(/'([^']+)'/g)].map(([, code]) => code as string);
}

const services = globSync('*/operations.ts', { cwd: SOURCE }).map(dirname).sort();
const errorFiles = globSync('**/errors.ts', { cwd: SOURCE }).sort();

test('errors with an open code are made nowhere but in the core and where the engine’s refusals pass', () => {
  const files = globSync('**/*.ts', { cwd: SOURCE }).filter((file) => file !== 'core/errors.ts');
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => hasOpenCode(read(file))).sort()).toEqual(PASS_ON);
});

test('every service has its errors in errors.ts', () => {
  expect(services.length).toBeGreaterThan(12);
  expect(services.filter((service) => !existsSync(join(SOURCE, service, 'errors.ts')))).toEqual([]);
});

test.each(errorFiles)('%s exports one object of factories and the union of their codes', async (file) => {
  const exported: Record<string, unknown> = await import(join(SOURCE, file));
  const [name = '', ...others] = Object.keys(exported).filter((key) => /^[a-z]\w*Error$/.test(key));
  expect(others).toEqual([]);
  const factories = Object.values(exported[name] as object);
  expect(factories.filter((make) => typeof make !== 'function')).toEqual([]);
  const [before = '', after] = read(file).split(
    `export type ${name[0]?.toUpperCase()}${name.slice(1)}Code =`,
  );
  expect(after).toBeDefined();
  expect(before.slice(before.lastIndexOf('/**'))).toContain('https://docs.aws.amazon.com/');
});

test.each(errorFiles)('%s declares no code that is not used', (file) => {
  const codes = declaredCodes(read(file));
  expect(codes.length).toBeGreaterThan(2);
  expect(codes).toEqual([...new Set(codes)]);
  const folder = globSync(`${dirname(file)}/**/*.ts`, { cwd: SOURCE })
    .map(read)
    .join('\n');
  expect(codes.filter((code) => folder.split(`'${code}'`).length < 3)).toEqual([]);
});

test.each(["throw new AwsError('A', 'b')", 'class E extends AwsError {', 'const make = refusals();'])(
  '%s has an open code',
  (line) => expect(hasOpenCode(line)).toBe(true),
);

test('what is not an AwsError becomes an internal failure that does not repeat its text', () => {
  const cause = new Error('secret');
  const error = AwsError.from(cause);
  expect(error).toMatchObject({ code: 'InternalFailure', status: 500, fault: 'Receiver', cause });
  expect(error.message).not.toContain('secret');
});

test.each([{ code: 'ENOSPC' }, { code: 'EDQUOT' }, { errcode: 13 }])('%o is a full disk', (thrown) => {
  expect(AwsError.from(thrown)).toMatchObject({ code: 'ServiceUnavailable', status: 503, cause: thrown });
});

test('an AwsError stays what it is', () => {
  const error = coreError.missingAction('Which one?');
  expect(AwsError.from(error)).toBe(error);
});
