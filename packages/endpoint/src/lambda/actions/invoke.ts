import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { amazonHeader } from '../../core/calls/trace-context.ts';
import { lacking } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { invoke as runFunction } from '../execution/invoke.ts';
import { resolve } from '../functions/lookup.ts';
import { checkCreated } from '../functions/transitions.ts';
import { functionName, qualifier } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB and 1 MB. */
const MAX_REQUEST_BYTES = { RequestResponse: 6_291_456, Event: 1_048_576, DryRun: 6_291_456 };

/** The largest context that AWS takes, in base64. */
const MAX_CLIENT_CONTEXT_LENGTH = 3583;

export const invoke = operation('lambda', 'Invoke', {
  resource: functionOf,
  input: z.object({
    FunctionName: functionName,
    Qualifier: qualifier.optional(),
    InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).default('RequestResponse'),
    LogType: z.enum(['None', 'Tail']).default('None'),
    DurableExecutionName: lacking,
    TenantId: z.string().optional(),
    ClientContext: z.string().max(MAX_CLIENT_CONTEXT_LENGTH).optional(),
    Payload: z
      .union([
        z.instanceof(Uint8Array),
        z.string().transform((text): Uint8Array => Buffer.from(text, 'utf8')),
      ])
      .optional(),
  }),
  async run(engine: LambdaEngine, input, { call, id, traceHeader = amazonHeader(call.trace) }) {
    const target = resolve(engine, input.FunctionName, input.Qualifier);
    if (input.TenantId !== undefined) {
      throw lambdaError.invalidParameter(
        'The invoked function is not enabled with tenancy configuration. Remove X-Amz-Tenant-Id from your request and try again.',
      );
    }
    checkCreated(engine, target.version);
    const payload = readPayload(input.Payload, input.InvocationType);
    if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
    const clientContext = input.ClientContext && readClientContext(input.ClientContext);
    const request = {
      requestId: id ?? engine.context.newId(),
      payload,
      traceHeader,
      ...(clientContext && { clientContext }),
    };
    if (input.InvocationType === 'Event') {
      engine.asyncInvocations.accept(target, request);
      return { StatusCode: 202 };
    }
    const outcome = await runFunction(engine, target, request);
    return {
      StatusCode: 200,
      ExecutedVersion: outcome.executedVersion,
      Payload: outcome.payload,
      ...(outcome.failed && { FunctionError: 'Unhandled' }),
      ...(input.LogType === 'Tail' && { LogResult: Buffer.from(await outcome.log()).toString('base64') }),
    };
  },
});

const NO_PAYLOAD = Buffer.from('{}');

function readPayload(payload: Uint8Array | undefined, type: keyof typeof MAX_REQUEST_BYTES): Uint8Array {
  if (payload === undefined || payload.length === 0) return NO_PAYLOAD;
  const limit = MAX_REQUEST_BYTES[type];
  if (payload.length > limit) {
    throw lambdaError.requestTooLarge(
      `${payload.length} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
    );
  }
  if (!isUtf8(payload)) throw unreadable('Invalid UTF-8');
  try {
    JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8'));
  } catch {
    throw unreadable('Unexpected character');
  }
  return payload;
}

const unreadable = (what: string) =>
  lambdaError.invalidContent(
    `Could not parse request body into json: Could not parse payload into json: ${what}`,
  );

/** Base64 of JSON → the JSON in ASCII, as it goes into a header of the Runtime API. */
function readClientContext(encoded: string): string {
  try {
    const json = JSON.stringify(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')));
    return json.replace(
      /[^\x20-\x7e]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  } catch {
    throw lambdaError.invalidContent('Client context must be a valid Base64-encoded JSON object.');
  }
}
