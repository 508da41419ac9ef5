import { describe, expect, test } from 'vitest';
import { canonicalRequest } from '../../../../src/core/signature/canonical-request.ts';
import { readSignature } from '../../../../src/core/signature/read-signature.ts';
import { checkScope, SignatureVerifier } from '../../../../src/core/signature/verify-signature.ts';
import type { WireRequest } from '../../../../src/core/wire.ts';

/** The key of AWS's own examples of Signature Version 4. */
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const BODY = Buffer.alloc(0);

function request(target: string, signature: string, more: readonly string[] = []): WireRequest {
  const [path = '', query = ''] = target.split('?');
  const names = ['host', ...more.filter((_each, index) => index % 2 === 0), 'x-amz-date'].map((name) =>
    name.toLowerCase(),
  );
  const rawHeaders = ['Host', 'example.amazonaws.com', ...more, 'X-Amz-Date', '20150830T123600Z'];
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${[...new Set(names)].join(';')}, Signature=${signature}`;
  // As much of a request as a signature is about.
  return {
    method: 'GET',
    path,
    query: new URLSearchParams(query),
    headers: { authorization, 'x-amz-date': '20150830T123600Z' },
    stream: { rawHeaders },
  } as unknown as WireRequest;
}

describe('the examples of AWS’s own test suite', () => {
  test.each([
    ['/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['/?Param2=value2&Param1=value1', 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500'],
    ['/./', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['/example/..', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['//', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ])('GET %s', (target, expected) => {
    const verifier = new SignatureVerifier();
    const signed = request(target, expected);
    expect(verifier.matches(signed, readSignature(signed), SECRET, BODY)).toBe(true);
    expect(verifier.matches(signed, readSignature(signed), SECRET, Buffer.from('x'))).toBe(false);
    for (const wrong of [`0${expected.slice(1, -1)}0`, expected.slice(2), '', 'zz']) {
      const forged = request(target, wrong || '-');
      expect(verifier.matches(forged, readSignature(forged), SECRET, BODY)).toBe(false);
    }
  });
});

test('a key is derived once for each secret and day, and never serves another access key', () => {
  const expected = '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31';
  const signed = request('/', expected);
  const signature = readSignature(signed);
  const verifier = new SignatureVerifier();
  expect(verifier.matches(signed, { ...signature, accessKeyId: 'OTHER' }, 'wrong', BODY)).toBe(false);
  expect(verifier.matches(signed, signature, SECRET, BODY)).toBe(true);
});

test('a header that was sent several times is signed with all of its values, without surplus white space', () => {
  const signed = request('/', '-', ['My-Header1', ' value4   x', 'My-Header1', 'value1 ']);
  const lines = canonicalRequest(signed, readSignature(signed), BODY).split('\n');
  expect(lines).toContain('my-header1:value4 x,value1');
  expect(lines).toContain('host;my-header1;x-amz-date');
});

test('a query is signed in the order of its encoded names and values', () => {
  const signed = request('/?b=2&a=2&a=1&A=%20&c&d=%2F~*', '-');
  expect(canonicalRequest(signed, readSignature(signed), BODY).split('\n')[2]).toBe(
    'A=%20&a=1&a=2&b=2&c=&d=%2F~%2A',
  );
});

test('what is encoded in a path is encoded once more', () => {
  const signed = request('/a%20b/c:d/', '-');
  expect(canonicalRequest(signed, readSignature(signed), BODY).split('\n')[1]).toBe('/a%2520b/c%3Ad/');
});

describe('a scope', () => {
  const signature = readSignature(request('/', '-'));
  const signedAt = Date.parse('2015-08-30T12:36:00Z');
  const check = (milliseconds: number, more = {}) =>
    checkScope({ ...signature, ...more }, 'service', signedAt + milliseconds);

  test('is valid for five minutes in both directions', () => {
    expect(() => check(300_000)).not.toThrow();
    expect(() => check(300_001)).toThrow(
      'Signature expired: 20150830T123600Z is now earlier than 20150830T123600Z (20150830T124100Z - 5 min.)',
    );
    expect(() => check(-300_000)).not.toThrow();
    expect(() => check(-300_001)).toThrow('Signature not yet current');
  });

  test('is valid for as long as a presigned URL says', () => {
    expect(() => check(60_000, { validSeconds: 60 })).not.toThrow();
    expect(() => check(60_001, { validSeconds: 60 })).toThrow('Signature expired');
    expect(() => check(86_400_000, { validSeconds: 86_400 })).not.toThrow();
  });

  test('of another day or another service is refused', () => {
    expect(() => check(0, { day: '20150831' })).toThrow(
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20150831' != '20150830', from '20150830T123600Z'.",
    );
    expect(() => check(0, { service: 'other' })).toThrow("scoped to correct service: 'service'");
  });
});
