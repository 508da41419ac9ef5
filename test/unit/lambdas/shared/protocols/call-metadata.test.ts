import { describe, expect, it } from 'vitest';
import {
  headerReader,
  readCallMetadata,
  requireTimeout,
  writeCallMetadata,
} from '../../../../../lambdas/shared/protocols/call-metadata.ts';

const timeoutOf = (headers: Record<string, string>) => readCallMetadata(headers).timeoutMs;

describe('the metadata of a call', () => {
  it('reads what it has written', () => {
    const caller = { service: 'payments', release: 'v1.1' };
    const headers = writeCallMetadata({ caller, timeoutMs: 1234.9, idempotencyKey: 'order-1' });
    expect(headers).toEqual({
      'x-timeout-ms': '1234',
      'user-agent': 'shop-payments/v1.1',
      'idempotency-key': 'order-1',
    });
    expect(readCallMetadata(headers)).toEqual({ caller, timeoutMs: 1234, idempotencyKey: 'order-1' });
  });

  it('never writes a negative timeout', () => {
    const caller = { service: 'payments', release: 'v1' };
    expect(writeCallMetadata({ caller, timeoutMs: -3 })).toMatchObject({ 'x-timeout-ms': '0' });
  });

  it.each([
    [{ 'X-Timeout-Ms': '300' }, 300],
    [{ 'connect-timeout-ms': '250' }, 250],
    [{ 'grpc-timeout': '2S' }, 2000],
    [{ 'grpc-timeout': '1M' }, 60_000],
    [{ 'grpc-timeout': '1H' }, 3_600_000],
    [{ 'grpc-timeout': '700m' }, 700],
    [{ 'grpc-timeout': '5000u' }, 5],
    [{ 'grpc-timeout': '7000000n' }, 7],
    [{ 'x-timeout-ms': '900', 'connect-timeout-ms': '400', 'grpc-timeout': '1S' }, 400],
  ])('takes the shortest timeout of %j', (headers, expected) => {
    expect(timeoutOf(headers as Record<string, string>)).toBe(expected);
  });

  it.each([
    { 'x-timeout-ms': '1.5' },
    { 'x-timeout-ms': '-1' },
    { 'x-timeout-ms': '' },
    { 'x-timeout-ms': '12345678901' },
    { 'connect-timeout-ms': 'soon' },
    { 'grpc-timeout': '1' },
    { 'grpc-timeout': '123456789m' },
    { 'grpc-timeout': '1s' },
    { 'idempotency-key': 'two words' },
  ])('refuses %j', (headers) => {
    expect(() => readCallMetadata(headers as Record<string, string>)).toThrow(
      expect.objectContaining({ code: 'bad-request' }),
    );
  });

  it('knows no caller from outside the shop', () => {
    expect(readCallMetadata({ 'user-agent': 'curl/8.5.0' }).caller).toBeUndefined();
    expect(readCallMetadata(null)).toEqual({
      timeoutMs: undefined,
      caller: undefined,
      idempotencyKey: undefined,
    });
  });

  it('requires a deadline that has not passed', () => {
    expect(requireTimeout(readCallMetadata({ 'x-timeout-ms': '1' }))).toBe(1);
    expect(() => requireTimeout(readCallMetadata({}))).toThrow(
      expect.objectContaining({ code: 'deadline-required' }),
    );
    expect(() => requireTimeout(readCallMetadata({ 'grpc-timeout': '0m' }))).toThrow(
      expect.objectContaining({ code: 'deadline-exceeded' }),
    );
  });

  it('finds no header in the prototype of an object', () => {
    expect(headerReader({})('constructor')).toBeUndefined();
  });
});
