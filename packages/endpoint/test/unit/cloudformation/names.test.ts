import { expect, test } from 'vitest';
import { physicalName } from '../../../src/cloudformation/stack/physical-name.ts';
import { objectOf } from '../../../src/cloudformation/stack/source.ts';

test('a physical name keeps its random part whatever its length', () => {
  const random = () => 0.5;
  expect(physicalName('Stack', 'Queue', 80, random)).toBe('Stack-Queue-IIIIIIIIIIII');
  const long = physicalName('S'.repeat(60), 'L'.repeat(60), 64, random);
  expect(long).toHaveLength(64);
  expect(long).toMatch(/^S+-L+-I{12}$/);
});

test.each([
  ['http://127.0.0.1:4566/bucket/a/b.json', 'bucket', 'a/b.json'],
  ['https://s3.eu-west-1.amazonaws.com/bucket/a%20b.json', 'bucket', 'a b.json'],
  ['https://bucket.s3.amazonaws.com/a.json', 'bucket', 'a.json'],
])('the template URL %s names an object', (url, Bucket, Key) => {
  expect(objectOf(url)).toMatchObject({ Bucket, Key });
});

test('a template URL that names no object is refused', () => {
  expect(() => objectOf('https://example.com/')).toThrow('TemplateURL must be a supported URL.');
  expect(() => objectOf('nonsense')).toThrow('TemplateURL must be a supported URL.');
});
