import { z } from 'zod';
import type { EndpointContext } from '../../core/context.ts';
import type { AwsError } from '../../core/errors.ts';
import { record } from '../../core/input.ts';
import { ProviderFailure } from './provider-failure.ts';

/** What a custom resource's provider puts to its ResponseURL. */
export const customResourceAnswer = z.looseObject({
  Status: z.enum(['SUCCESS', 'FAILED']),
  Reason: z.string().optional(),
  PhysicalResourceId: z.string().min(1).max(1024).optional(),
  NoEcho: z.boolean().optional(),
  Data: record(z.unknown()).nullish(),
});

type CustomResourceAnswer = z.output<typeof customResourceAnswer>;

export const ANSWER_PATH = '/_cloudformation/custom-resources/';

/** AWS takes at most 4,096 bytes of answer. */
export const MAX_ANSWER_BYTES = 4096;

/** Providers that we wait for, each by the unguessable token in its ResponseURL. */
export class CustomResourceAnswers {
  readonly #context: EndpointContext;
  readonly #waiting = new Map<string, (answer: CustomResourceAnswer) => void>();

  constructor(context: EndpointContext) {
    this.#context = context;
  }

  /** A URL to answer at, and the answer. Rejects when none comes within `seconds` or the wait is given up. */
  expect(seconds: number): {
    url: string;
    answer: Promise<CustomResourceAnswer>;
    giveUp: (error: AwsError) => void;
  } {
    const { promise, resolve, reject } = Promise.withResolvers<CustomResourceAnswer>();
    const token = this.#context.newId();
    const done = () => {
      timer.cancel();
      this.#waiting.delete(token);
    };
    const giveUp = (error: AwsError) => {
      done();
      reject(error);
    };
    const timer = this.#context.clock.after(seconds * 1000, () =>
      giveUp(
        new ProviderFailure(
          'NotStabilized',
          'CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId.',
        ),
      ),
    );
    this.#waiting.set(token, (answer) => {
      done();
      resolve(answer);
    });
    return { url: `${this.#context.url()}${ANSWER_PATH}${token}`, answer: promise, giveUp };
  }

  /** Accepts an answer from the wire; false when nothing waits for it. */
  take(token: string, answer: CustomResourceAnswer): boolean {
    const waiting = this.#waiting.get(token);
    waiting?.(answer);
    return waiting !== undefined;
  }
}
