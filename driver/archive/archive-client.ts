import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { DriverError } from '../errors.ts';
import { ALIAS } from '../system.ts';

/** What each request gives back to the next as it got it; what it holds is the archive's own affair. */
const Opaque = z.record(z.string(), z.unknown());
const Plan = Opaque;

const Part = z.looseObject({
  segment: z.number(),
  part: z.number(),
  rows: z.number(),
  rejected: z.number(),
  next: Opaque.optional(),
});
export type Part = z.infer<typeof Part>;

const Manifest = z.looseObject({
  subject: z.string(),
  schema: z.looseObject({ version: z.number(), fingerprint: z.string() }),
  rows: z.number(),
  rejected: z.number(),
  skipped: z.number(),
  writers: z.object({ oldest: z.number(), newest: z.number() }).nullable(),
  files: z.array(
    z.object({
      name: z.string(),
      format: z.string(),
      rows: z.number(),
      bytes: z.number(),
      sha256: z.string(),
    }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;

const Finished = z.looseObject({ key: z.string(), manifest: Manifest });
/** An archive: its manifest, and the key under which it lies in the bucket. */
export type Finished = z.infer<typeof Finished>;

const Refused = z.object({
  ok: z.literal(false),
  error: z.object({ code: z.string(), message: z.string() }),
});

export interface ExportRequest {
  table: string;
  subject: string;
  version?: number;
  formats: readonly string[];
  keyPrefix?: string;
  since?: string;
}

export interface PartRequest {
  plan: z.infer<typeof Plan>;
  segment: number;
  segments: number;
  part: number;
  from?: z.infer<typeof Opaque>;
  seconds?: number;
}

/** The requests that the archive takes. What it refuses throws a DriverError `archive-refused`, whose subject is the archive's own code. */
export function archiveClient(lambda: LambdaClient, functionName: string, signal: AbortSignal) {
  const ask = async <T>(answer: z.ZodType<T>, request: object): Promise<T> => {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: functionName, Qualifier: ALIAS, Payload: JSON.stringify(request) }),
      { abortSignal: signal },
    );
    const body: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
    if (FunctionError !== undefined) throw new Error(`The archive failed: ${messageIn(body)}`);
    const refused = Refused.safeParse(body);
    if (refused.success) {
      const { code, message } = refused.data.error;
      throw new DriverError('archive-refused', message, { subject: code });
    }
    return answer.parse(body);
  };
  return {
    begin: (request: ExportRequest) => ask(z.looseObject({ plan: Plan }), { action: 'begin', ...request }),
    part: (request: PartRequest) => ask(z.looseObject({ part: Part }), { action: 'part', ...request }),
    finish: (plan: z.infer<typeof Plan>, parts: readonly Part[]) =>
      ask(Finished, { action: 'finish', plan, parts }),
    verify: (manifest: string) => ask(Finished, { action: 'verify', manifest }),
  };
}

export type ArchiveClient = ReturnType<typeof archiveClient>;

function messageIn(body: unknown): string {
  const error = z.looseObject({ errorMessage: z.string() }).safeParse(body);
  return error.success ? error.data.errorMessage : 'it gave no reason';
}
