import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { readReleases, versionOf } from '../releases.ts';
import type { System } from '../system.ts';
import { RELEASES, type RecordsRelease } from './releases.ts';

const failure = z.object({
  ok: z.literal(false),
  error: z.object({ code: z.string(), message: z.string() }),
});

const batchAnswer = z.object({ ok: z.literal(true), answers: z.array(z.unknown()) });

/** Lambda takes and gives 6 MB; a record of ours is at most a kilobyte. */
const AT_ONCE = 1000;

/** What one request came to: its result, or the code with which it was refused. */
export type Answer<T> = { ok: true; result: T } | { ok: false; code: string; message: string };

/** The records service, each release by its own published version. */
export class RecordsClient {
  readonly #lambda: LambdaClient;
  readonly #qualified: ReadonlyMap<RecordsRelease, { name: string; version: string }>;

  private constructor(
    lambda: LambdaClient,
    qualified: ReadonlyMap<RecordsRelease, { name: string; version: string }>,
  ) {
    this.#lambda = lambda;
    this.#qualified = qualified;
  }

  static async open(lambda: LambdaClient, { records }: Pick<System, 'records'>): Promise<RecordsClient> {
    const entries = await Promise.all(
      RELEASES.map(async (release) => {
        const name = records.functions[release];
        return [release, { name, version: versionOf(await readReleases(lambda, name), release) }] as const;
      }),
    );
    return new RecordsClient(lambda, new Map(entries));
  }

  /** One request. @throws when the function failed or answered with something else than was agreed */
  async ask<T>(release: RecordsRelease, request: object, result: z.ZodType<T>): Promise<Answer<T>> {
    return read(await this.#invoke(release, request), result);
  }

  /** Many requests in few invocations, each answered for itself, in their order. */
  async askAll<T>(
    release: RecordsRelease,
    requests: readonly object[],
    result: z.ZodType<T>,
  ): Promise<Answer<T>[]> {
    const answers: Answer<T>[] = [];
    for (let from = 0; from < requests.length; from += AT_ONCE) {
      const batch = { action: 'batch', requests: requests.slice(from, from + AT_ONCE) };
      const answered = batchAnswer.parse(await this.#invoke(release, batch));
      answers.push(...answered.answers.map((answer) => read(answer, result)));
    }
    return answers;
  }

  async #invoke(release: RecordsRelease, request: object): Promise<unknown> {
    const { name, version } = this.#qualified.get(release) ?? {};
    const { FunctionError, Payload } = await this.#lambda.send(
      new InvokeCommand({ FunctionName: name, Qualifier: version, Payload: JSON.stringify(request) }),
    );
    const text = Payload?.transformToString() ?? '';
    if (FunctionError !== undefined) throw new Error(`records ${release} failed: ${FunctionError}`);
    return JSON.parse(text);
  }
}

function read<T>(answer: unknown, result: z.ZodType<T>): Answer<T> {
  const failed = failure.safeParse(answer);
  if (failed.success) return { ok: false, ...failed.data.error };
  return { ok: true, result: result.parse(answer) };
}

/** The result, of a request that nothing may keep from being done. */
export function succeeded<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.result;
  throw new Error(`a record was unexpectedly rejected: ${answer.code}, ${answer.message}`);
}
