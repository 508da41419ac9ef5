import { expect, test } from 'vitest';
import { advice } from '../../../src/dynamodb/binary.ts';

test.each(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'])(
  'on %s one npm command installs the engine',
  (platform) => {
    expect(advice(platform)).toBe(`Install it: npm install --no-save @dynoxide/${platform}@1.2.1`);
  },
);

test('on a platform without a package the engine is built from source', () => {
  expect(advice('freebsd-x64')).toMatch(
    /no package for freebsd-x64.*cargo install dynoxide-rs.*DYNOXIDE_BINARY/,
  );
});
