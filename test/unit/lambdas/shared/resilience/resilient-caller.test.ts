import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ShopError, type ShopErrorCode } from '../../../../../lambdas/shared/errors.ts';
import type { Attempt } from '../../../../../lambdas/shared/resilience/attempts.ts';
import { Deadline } from '../../../../../lambdas/shared/resilience/deadline.ts';
import { DependencyFailure } from '../../../../../lambdas/shared/resilience/dependency-failure.ts';
import type { ResilienceEvent } from '../../../../../lambdas/shared/resilience/events.ts';
import type { Protections, ResiliencePolicy } from '../../../../../lambdas/shared/resilience/policy.ts';
import {
  type CallOptions,
  type ResilientCaller,
  resilientCaller,
} from '../../../../../lambdas/shared/resilience/resilient-caller.ts';

const policy: ResiliencePolicy = {
  attemptMs: 1000,
  budgetMs: 5000,
  retries: { attempts: 3, initialDelayMs: 100, maxDelayMs: 150, budget: 5 },
  breaker: { failures: 3, openMs: 5000 },
  bulkhead: { concurrent: 10, queued: 0 },
};

interface Answer {
  answer: string;
  degraded?: boolean;
}

const events: ResilienceEvent[] = [];
const attempt = vi.fn<(attempt: Attempt) => Promise<Answer>>();
let random = 0.5;
let protections: Protections = 'all';
let caller: ResilientCaller;

const fails = (code: ShopErrorCode) => async () => {
  throw new ShopError(code, code);
};
const succeeds = async () => ({ answer: 'full' });
const hangs = () => new Promise<never>(() => {});
const types = () => events.map(({ type }) => type);
const callerOf = (changed: Partial<ResiliencePolicy> = {}) =>
  resilientCaller(
    'fraud',
    { ...policy, ...changed },
    {
      onEvent: (event) => events.push(event),
      random: () => random,
      protections: async () => protections,
    },
  );

beforeEach(() => {
  vi.useFakeTimers();
  events.length = 0;
  attempt.mockReset();
  random = 0.5;
  protections = 'all';
  caller = callerOf();
});
afterEach(() => vi.useRealTimers());

/** The outcome of one call, with all pauses passed over. */
async function call(options: Partial<CallOptions<Answer>> & { timeMs?: number } = {}): Promise<string> {
  const { timeMs = 60_000, ...rest } = options;
  const outcome = caller.call(attempt, { deadline: Deadline.in(timeMs), ...rest }).then(
    ({ answer }) => answer,
    (error: ShopError) => error.code,
  );
  await vi.runAllTimersAsync();
  return outcome;
}

async function open(): Promise<void> {
  attempt.mockImplementation(fails('dependency-unavailable'));
  for (let number = 1; number <= 3; number += 1) await call();
  expect(types().at(-1)).toBe('breaker-opened');
  attempt.mockReset();
  events.length = 0;
}

describe('the time of a call', () => {
  it('ends when an attempt has taken its time, and the attempt is aborted', async () => {
    const signals: AbortSignal[] = [];
    attempt.mockImplementation(({ signal }) => {
      signals.push(signal);
      return hangs();
    });
    expect(await call({ repeatable: false })).toBe('dependency-timeout');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(events).toEqual([{ type: 'timeout', dependency: 'fraud', number: 1, timeoutMs: 1000 }]);
  });

  it('shrinks along a chain of calls', async () => {
    const given: number[] = [];
    const link = (next?: () => Promise<Answer>) => async (deadline: Deadline) =>
      callerOf({ attemptMs: 10_000, budgetMs: 10_000 }).call(
        async ({ timeoutMs }) => {
          given.push(Math.round(timeoutMs));
          vi.advanceTimersByTime(100);
          return next === undefined ? succeeds() : next();
        },
        { deadline },
      );
    await link(() => link(() => link()(Deadline.in(given[1] ?? 0)))(Deadline.in(given[0] ?? 0)))(
      Deadline.in(1000),
    );
    expect(given).toEqual([900, 810, 729]);
  });

  it('is the budget of the policy where the caller has more', async () => {
    attempt.mockImplementation(hangs);
    random = 0;
    await call();
    const timeouts = attempt.mock.calls.map(([{ timeoutMs }]) => timeoutMs);
    expect(timeouts).toEqual([1000, 1000, 1000]);
    attempt.mockClear();
    caller = callerOf({ budgetMs: 2500 });
    await call();
    expect(attempt.mock.calls.map(([{ timeoutMs }]) => timeoutMs)).toEqual([1000, 1000, 500]);
  });

  it('is not started when none is left', async () => {
    expect(await call({ timeMs: 5 })).toBe('dependency-timeout');
    expect(attempt).not.toHaveBeenCalled();
  });

  it('ends no retry beyond it', async () => {
    attempt.mockImplementation(fails('dependency-failed'));
    random = 0.9;
    expect(await call({ timeMs: 50 })).toBe('dependency-failed');
    expect(attempt).toHaveBeenCalledTimes(1);
  });
});

describe('retries', () => {
  it.each(['dependency-failed', 'dependency-unavailable', 'too-many-requests'] as const)(
    'follow %s',
    async (code) => {
      attempt.mockImplementationOnce(fails(code)).mockImplementation(succeeds);
      expect(await call()).toBe('full');
      expect(events).toEqual([{ type: 'retry', dependency: 'fraud', number: 2, delayMs: 50, code }]);
    },
  );

  it.each(['bad-request', 'conflict', 'not-found', 'internal'] as const)('do not follow %s', async (code) => {
    attempt.mockImplementation(fails(code));
    expect(await call()).toBe(code);
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  it('are made after a connection that failed, but not after a mistake in our own code', async () => {
    attempt
      .mockRejectedValueOnce(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
      .mockRejectedValueOnce(new TypeError('x is not a function'));
    expect(await call()).toBe('internal');
    expect(events).toMatchObject([{ type: 'retry', code: 'dependency-unavailable' }]);
  });

  it('pause with full jitter: from 0 up to a limit that doubles', async () => {
    attempt.mockImplementation(fails('dependency-failed'));
    const delays: number[][] = [];
    for (random of [0, 0.5, 0.99]) {
      events.length = 0;
      await call();
      delays.push(events.flatMap((event) => (event.type === 'retry' ? [event.delayMs] : [])));
    }
    // The second limit would be 200, and is 150 by the policy.
    expect(delays).toEqual([
      [0, 0],
      [50, 75],
      [99, 148.5],
    ]);
  });

  it('are not made when less than a tenth of the time of an attempt is left', async () => {
    random = 0;
    caller = callerOf({ budgetMs: 1090 });
    attempt.mockImplementation(hangs);
    expect(await call()).toBe('dependency-timeout');
    expect(attempt).toHaveBeenCalledTimes(1);

    caller = callerOf({ budgetMs: 1110 });
    expect(await call()).toBe('dependency-timeout');
    expect(attempt).toHaveBeenCalledTimes(3);
  });

  it('are a share of calls, whatever one call may do', async () => {
    caller = callerOf({
      retries: { ...policy.retries, budget: 0.1 },
      breaker: { failures: 1000, openMs: 1000 },
    });
    attempt.mockImplementation(fails('dependency-failed'));
    for (let number = 1; number <= 100; number += 1) await call();
    // 100 calls pay for 10, and a new environment has 2.
    expect(types().filter((type) => type === 'retry')).toHaveLength(12);
    expect(attempt).toHaveBeenCalledTimes(112);
    expect(events.at(-1)).toMatchObject({ type: 'retry-budget-exhausted', code: 'dependency-failed' });
  });

  it('are not made of a call that must not be sent twice', async () => {
    attempt.mockImplementation(fails('dependency-failed'));
    expect(await call({ repeatable: false })).toBe('dependency-failed');
    expect(attempt).toHaveBeenCalledTimes(1);
  });
});

describe('the breaker', () => {
  it('opens after calls in a row that found the dependency down, and then calls nothing', async () => {
    await open();
    expect(await call()).toBe('dependency-unavailable');
    expect(attempt).not.toHaveBeenCalled();
    expect(types()).toEqual(['breaker-rejected']);
  });

  it.each(['dependency-failed', 'too-many-requests', 'bad-request'] as const)(
    'does not open for %s',
    async (code) => {
      attempt.mockImplementation(fails(code));
      for (let number = 1; number <= 8; number += 1) expect(await call()).toBe(code);
      expect(types()).not.toContain('breaker-opened');
    },
  );

  it('opens when the full time of an attempt passed without an answer, not when the caller had less', async () => {
    attempt.mockImplementation(hangs);
    for (let number = 1; number <= 8; number += 1) await call({ timeMs: 500 });
    expect(types()).not.toContain('breaker-opened');
    for (let number = 1; number <= 3; number += 1) await call();
    expect(types()).toContain('breaker-opened');
  });

  it('counts a call once, and as down if any of its attempts was', async () => {
    attempt.mockImplementation(fails('dependency-unavailable'));
    for (let number = 1; number <= 2; number += 1) await call();
    expect(attempt).toHaveBeenCalledTimes(6);
    expect(types()).not.toContain('breaker-opened');
    attempt
      .mockReset()
      .mockImplementationOnce(fails('dependency-unavailable'))
      .mockImplementation(fails('bad-request'));
    expect(await call()).toBe('bad-request');
    expect(types()).toContain('breaker-opened');
  });

  it('lets one attempt through after its time, and closes when that is answered', async () => {
    await open();
    await vi.advanceTimersByTimeAsync(5000);
    attempt.mockImplementation(succeeds);
    expect(await call()).toBe('full');
    expect(types()).toEqual(['breaker-half-open', 'breaker-closed']);
    expect(await call()).toBe('full');
  });

  it('opens again when its test finds the dependency down, without a retry', async () => {
    await open();
    await vi.advanceTimersByTimeAsync(5000);
    attempt.mockImplementation(fails('dependency-unavailable'));
    expect(await call()).toBe('dependency-unavailable');
    expect(attempt).toHaveBeenCalledTimes(1);
    expect(types()).toEqual(['breaker-half-open', 'breaker-opened']);
  });

  it('is not closed by a test that got no answer because its caller had little time', async () => {
    await open();
    await vi.advanceTimersByTimeAsync(5000);
    attempt.mockImplementation(hangs);
    expect(await call({ timeMs: 200 })).toBe('dependency-timeout');
    expect(types()).toEqual(['breaker-half-open', 'timeout', 'breaker-opened']);
  });

  it('rejects other calls while its test runs, and does not let them wait', async () => {
    await open();
    await vi.advanceTimersByTimeAsync(5000);
    attempt.mockImplementation(hangs);
    const test = caller.call(attempt, { deadline: Deadline.in(60_000) }).catch((error) => error.code);
    await vi.advanceTimersByTimeAsync(1);
    await expect(caller.call(attempt, { deadline: Deadline.in(60_000) })).rejects.toMatchObject({
      code: 'dependency-unavailable',
    });
    expect(attempt).toHaveBeenCalledTimes(1);
    await vi.runAllTimersAsync();
    expect(await test).toBe('dependency-timeout');
  });

  it('believes a client that knows more than the code says', async () => {
    attempt.mockImplementation(async () => {
      throw new DependencyFailure('dependency-failed', 'fraud answered 502', { kind: 'down' });
    });
    for (let number = 1; number <= 3; number += 1) await call();
    expect(types()).toContain('breaker-opened');
  });
});

describe('the bulkhead', () => {
  beforeEach(() => {
    caller = callerOf({ bulkhead: { concurrent: 1, queued: 1 } });
    attempt.mockImplementation(hangs);
  });

  const start = (timeMs: number) =>
    caller.call(attempt, { deadline: Deadline.in(timeMs), repeatable: false }).then(
      () => 'answered',
      (error: ShopError) => `${error.code}: ${error.message}`,
    );

  it('rejects what is too much at a time, and does not count it as down', async () => {
    const [first, second, third] = [start(60_000), start(60_000), start(60_000)];
    expect(await third).toBe('dependency-unavailable: too many calls of fraud at a time');
    expect(types()).toEqual(['bulkhead-rejected']);
    await vi.runAllTimersAsync();
    await Promise.all([first, second]);
    expect(types()).not.toContain('breaker-opened');
  });

  it('lets no call wait for its turn beyond its deadline', async () => {
    const first = start(60_000);
    const second = start(200);
    await vi.advanceTimersByTimeAsync(200);
    expect(await second).toBe('dependency-timeout: no time left to call fraud');
    expect(attempt).toHaveBeenCalledTimes(1);
    await vi.runAllTimersAsync();
    await first;
    // Not when its turn comes, either.
    expect(attempt).toHaveBeenCalledTimes(1);
  });
});

describe('the fallback', () => {
  const fallback = () => ({ answer: 'degraded', degraded: true }) as const;

  it('answers in the place of a dependency that does not, and says so', async () => {
    attempt.mockImplementation(fails('dependency-unavailable'));
    const answered = caller.call(attempt, { deadline: Deadline.in(60_000), fallback });
    await vi.runAllTimersAsync();
    expect(await answered).toEqual({ answer: 'degraded', degraded: true });
    expect(events.at(-1)).toEqual({
      type: 'fallback',
      dependency: 'fraud',
      code: 'dependency-unavailable',
    });
  });

  it('answers while the breaker is open, and when no time is left', async () => {
    await open();
    expect(await call({ fallback })).toBe('degraded');
    expect(await call({ fallback, timeMs: 0 })).toBe('degraded');
    expect(attempt).not.toHaveBeenCalled();
  });

  it.each(['bad-request', 'conflict', 'internal'] as const)('does not hide %s', async (code) => {
    attempt.mockImplementation(fails(code));
    expect(await call({ fallback })).toBe(code);
  });

  it('is off where the protections are without it', async () => {
    protections = 'no-fallback';
    attempt.mockImplementation(fails('dependency-unavailable'));
    expect(await call({ fallback })).toBe('dependency-unavailable');
  });
});

describe('without protections', () => {
  beforeEach(() => {
    protections = 'none';
  });

  it('every call takes three full attempts at once, whatever its caller has left', async () => {
    attempt.mockImplementation(hangs);
    const fallback = () => ({ answer: 'degraded', degraded: true }) as const;
    for (let number = 1; number <= 8; number += 1) {
      expect(await call({ timeMs: 100, fallback })).toBe('dependency-timeout');
    }
    expect(attempt).toHaveBeenCalledTimes(8 * 3);
    expect(new Set(attempt.mock.calls.map(([{ timeoutMs }]) => timeoutMs))).toEqual(new Set([1000]));
    expect(new Set(types())).toEqual(new Set(['retry', 'timeout']));
  });

  it('a refusal is not repeated, nor a call that must not be sent twice', async () => {
    attempt.mockImplementation(fails('conflict'));
    await call();
    attempt.mockImplementation(fails('dependency-unavailable'));
    await call({ repeatable: false });
    expect(attempt).toHaveBeenCalledTimes(2);
  });
});
