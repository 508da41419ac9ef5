import type { APIGatewayProxyResult } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyFaults, faultsAt, underFaults } from '../../../../../lambdas/shared/faults/apply-faults.ts';
import type { Fault, FaultRule } from '../../../../../lambdas/shared/faults/fault-rule.ts';

const done = vi.fn<() => void>();
const result: APIGatewayProxyResult = {
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"name":"Zoë"}',
};
const run = async () => {
  done();
  return result;
};
const at = { service: 'fraud', caller: 'payments', operation: 'POST /assessments' };
const rule = (changed: Partial<FaultRule> = {}): FaultRule => ({
  service: 'fraud',
  share: 1,
  fault: { kind: 'error' },
  ...changed,
});

beforeEach(() => {
  vi.useFakeTimers();
  done.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('in a deployment without the switch', () => {
  it('an operation just runs, and nothing is read', async () => {
    vi.stubEnv('FAULTS_TABLE', undefined);
    // Any client of AWS would have to ask for credentials and an address first.
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
    expect(await applyFaults(at, run)).toBe(result);
  });
});

describe('a rule', () => {
  const strikes = (changed: Partial<FaultRule>, random = 0) =>
    faultsAt([rule(changed)], at, () => random).length === 1;

  it('strikes a service, a caller and an operation, where it names them', () => {
    expect(strikes({})).toBe(true);
    expect(strikes({ caller: 'payments', operation: 'POST /assessments' })).toBe(true);
    expect(strikes({ service: 'payments' })).toBe(false);
    expect(strikes({ caller: 'orders' })).toBe(false);
    expect(strikes({ operation: 'Assess' })).toBe(false);
  });

  it('of one edge does not strike callers from outside the shop', () => {
    expect(faultsAt([rule({ caller: 'payments' })], { ...at, caller: undefined }, () => 0)).toEqual([]);
  });

  it('strikes a share of calls: none with 0, all with 1', () => {
    expect(strikes({ share: 0 })).toBe(false);
    expect(strikes({ share: 1 }, 1 - Number.EPSILON)).toBe(true);
    expect([0.19, 0.2].map((random) => strikes({ share: 0.2 }, random))).toEqual([true, false]);
  });
});

describe('a fault', () => {
  const under = (...faults: Fault[]) => underFaults(faults, run);

  it.each([
    ['error', 'internal'],
    ['unavailable', 'dependency-unavailable'],
    ['refusal', 'too-many-requests'],
  ] as const)('%s fails the call, and nothing is done', async (kind, code) => {
    await expect(under({ kind })).rejects.toMatchObject({ code });
    expect(done).not.toHaveBeenCalled();
  });

  it('of latency waits, then acts', async () => {
    const answered = under({ kind: 'latency', ms: 300 });
    await vi.advanceTimersByTimeAsync(299);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toHaveBeenCalledOnce();
    expect(await answered).toBe(result);
  });

  it('of a late answer acts, then waits', async () => {
    const after = vi.fn();
    const answered = under({ kind: 'late-answer', ms: 300 }).finally(after);
    await vi.advanceTimersByTimeAsync(299);
    expect(done).toHaveBeenCalledOnce();
    expect(after).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await answered).toBe(result);
  });

  it('is around those after it', async () => {
    const failed = expect(under({ kind: 'latency', ms: 300 }, { kind: 'error' })).rejects.toMatchObject({
      code: 'internal',
    });
    await vi.advanceTimersByTimeAsync(300);
    await failed;
  });

  it('of a slow body answers late and at length, and says the same', async () => {
    const answered = under({ kind: 'slow-body', ms: 300, bytes: 1000 });
    await vi.advanceTimersByTimeAsync(300);
    const { body } = await answered;
    expect(body).toHaveLength(result.body.length + 1000);
    expect(JSON.parse(body)).toEqual({ name: 'Zoë' });
  });

  it('of a wrong encoding answers in base64, which the content type does not say', async () => {
    const wrong = await under({ kind: 'wrong-encoding' });
    expect(wrong.headers).toEqual(result.headers);
    expect(Buffer.from(wrong.body, 'base64').toString()).toBe(result.body);
    const binary = { ...result, body: 'AAEC', isBase64Encoded: true };
    expect(await underFaults([{ kind: 'wrong-encoding' }], async () => binary)).toMatchObject({
      body: 'AAEC',
      isBase64Encoded: false,
    });
  });

  it('of the protections of clients is none of the call itself', async () => {
    expect(await under({ kind: 'protections', off: 'all' })).toBe(result);
  });
});
