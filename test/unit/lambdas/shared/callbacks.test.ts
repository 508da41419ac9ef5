import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Callback, sendCallback } from '../../../../lambdas/shared/callbacks/send-callback.ts';
import { type HttpRequest, HttpTimeout } from '../../../../lambdas/shared/http-client.ts';

const callback: Callback = {
  url: new URL('https://receiver.example/live/callbacks/payments'),
  callbackId: 'payment-p1',
  attempt: 3,
  body: { paymentId: 'p1' },
};
const NOW = new Date('2026-12-01T08:26:00.900Z');

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});

describe('a callback', () => {
  it('is signed with all that identifies it', async () => {
    const sent: HttpRequest[] = [];
    await sendCallback(callback, NOW, async (request) => {
      sent.push(request);
      return { status: 201, body: '' };
    });
    const [{ headers, body, method } = expect.fail()] = sent;
    expect([method, body]).toEqual(['POST', '{"paymentId":"p1"}']);
    expect(headers).toMatchObject({
      'callback-id': 'payment-p1',
      'callback-timestamp': '1796113560',
      'callback-attempt': '3',
    });
    const [, signed = ''] = /SignedHeaders=([^,]+)/.exec(headers['authorization'] ?? '') ?? [];
    expect(signed.split(';')).toEqual(
      expect.arrayContaining(['callback-id', 'callback-timestamp', 'host', 'x-amz-content-sha256']),
    );
  });

  it.each([200, 201, 204, 409])('is delivered when the receiver answers %i', async (status) => {
    await expect(sendCallback(callback, NOW, async () => ({ status, body: '' }))).resolves.toBeUndefined();
  });

  it.each([301, 400, 403, 404, 429, 500, 503])('is not when it answers %i', async (status) => {
    const sending = sendCallback(callback, NOW, async () => ({ status, body: '' }));
    await expect(sending).rejects.toMatchObject({ code: 'dependency-failed' });
  });

  it.each([
    [new HttpTimeout('late'), 'dependency-timeout'],
    [new Error('refused'), 'dependency-unavailable'],
  ])('is not when there is no answer: %s', async (error, code) => {
    await expect(sendCallback(callback, NOW, () => Promise.reject(error))).rejects.toMatchObject({ code });
  });
});
