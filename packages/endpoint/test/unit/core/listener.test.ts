import { expect, test } from 'vitest';
import { isLoopback, listenerOf, readHost } from '../../../src/core/listener.ts';

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['127.0.0.1', '[::1]'],
  ['127.0.0.1', 'localhost'],
  ['127.0.0.1', 'bucket.s3.localhost'],
  ['127.0.0.1', 'bucket.s3.us-east-1.localhost'],
  ['127.0.0.1', 'bucket.with.dots.localhost'],
  ['127.0.0.1', 'abc.execute-api.localhost'],
  ['127.0.0.1', 'bucket.127.0.0.1'],
  ['192.168.1.7', '192.168.1.7'],
  ['::1', '[::1]'],
  ['fd00::7', '[fd00::7]'],
  ['Build.Example', 'build.example'],
  ['build.example', 'bucket.s3.build.example'],
  ['0.0.0.0', '192.168.1.7'],
  ['::', '[fd00::7]'],
])('a listener on %s answers to %s', (host, name) => {
  expect(listenerOf(host).answersTo(name)).toBe(true);
});

test.each([
  ['127.0.0.1', '127.0.0.2'],
  ['127.0.0.1', '0.0.0.0'],
  ['127.0.0.1', 'evil.example'],
  ['127.0.0.1', 'evillocalhost'],
  ['127.0.0.1', 'localhost.'],
  ['127.0.0.1', 'localhost.evil.example'],
  ['127.0.0.1', ''],
  ['0.0.0.0', 'evil.example'],
  ['0.0.0.0', '192.168.1.7.evil.example'],
])('a listener on %s does not answer to "%s"', (host, name) => {
  expect(listenerOf(host).answersTo(name)).toBe(false);
});

test('further names are allowed by name', () => {
  const listener = listenerOf('0.0.0.0', ['endpoint', 'localhost.localstack.cloud']);
  expect(listener.answersTo('endpoint')).toBe(true);
  expect(listener.answersTo('bucket.s3.localhost.localstack.cloud')).toBe(true);
  expect(listener.answersTo('localstack.cloud')).toBe(false);
});

test.each([
  ['127.0.0.1:4566', '127.0.0.1'],
  ['LocalHost', 'localhost'],
  ['[::1]:4566', '[::1]'],
  ['', undefined],
  [undefined, undefined],
  ['localhost:', undefined],
  ['a b', undefined],
  ['user@localhost', undefined],
  ['::1', undefined],
])('the Host header %s names %s', (header, host) => {
  expect(readHost(header)).toBe(host);
});

test.each([
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['127.evil.example', false],
  ['192.168.1.7', false],
])('%s is a loopback address: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
