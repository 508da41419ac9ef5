import { z } from 'zod';
import type { AwsSettings } from '../aws-access.ts';
import { DriverError } from '../errors.ts';

const Call = z.object({
  service: z.string(),
  operation: z.string(),
  /** The ARN that it acts on. */
  resource: z.string().optional(),
  /** How many items or messages a batch or a transaction has. */
  entries: z.number().optional(),
  /** `function <name>:<version>`, `sns.amazonaws.com`, or the ARN of the account. */
  principal: z.string(),
  milliseconds: z.number(),
  outcome: z.string(),
});

const Page = z.object({ cursor: z.number(), calls: z.array(Call) });

/** One request to AWS, as the target has recorded it: no payload, but who, what and how long. */
export type RecordedCall = z.infer<typeof Call>;

/** All requests to AWS since it was opened, those of AWS's own services among them. */
export interface CallJournal {
  /** Those since the last time. @throws {DriverError} `calls-not-recorded` when it was too long ago to have all of them */
  next(): Promise<RecordedCall[]>;
}

/**
 * The record of requests that a target keeps, which starts now. The embedded endpoint keeps one; AWS itself counts requests
 * in metrics that are minutes behind.
 *
 * @returns undefined where there is none
 */
export async function openCallJournal(
  { endpoint }: AwsSettings,
  signal: AbortSignal,
): Promise<CallJournal | undefined> {
  if (endpoint === undefined) return undefined;
  const read = async (after: number) => {
    const answer = await fetch(`${endpoint}/_endpoint/calls?after=${after}`, { signal });
    return Page.safeParse(await answer.json().catch(() => undefined)).data;
  };
  const opened = await read(0);
  if (opened === undefined) return undefined;
  let { cursor } = opened;
  return {
    async next() {
      const page = await read(cursor);
      if (page === undefined || page.cursor - cursor > page.calls.length) {
        throw new DriverError('calls-not-recorded', 'The endpoint has not kept all requests');
      }
      cursor = page.cursor;
      return page.calls;
    },
  };
}
