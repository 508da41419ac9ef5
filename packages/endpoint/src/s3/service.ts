import { Readable } from 'node:stream';
import { AwsError } from '../core/errors.ts';
import { createOperationService } from '../core/operation.ts';
import type { CreateService } from '../core/service.ts';
import type { WireRequest, WireResponse } from '../core/wire.ts';
import { checkAnonymous } from './anonymous.ts';
import { crossOriginHeaders } from './cors/cross-origin.ts';
import { createEngine } from './create-engine.ts';
import { s3Error } from './errors.ts';
import { operations } from './operations.ts';
import { s3Protocol } from './wire/protocol.ts';

/**
 * Simple Storage Service. Between services a `Body` that goes in is text, bytes or a Readable; the one that GetObject
 * gives back is a Uint8Array of the whole object.
 */
export const createService: CreateService = async (context) => {
  const engine = await createEngine(context);
  const protocol = s3Protocol(context);
  const service = createOperationService({
    name: 's3',
    context,
    engine,
    protocol,
    operations,
    close: () => engine.notifier.close(),
    invalid: (message) => s3Error.invalidArgument(message),
  });

  async function answer(request: WireRequest): Promise<WireResponse> {
    let pageHeaders: Record<string, string>;
    try {
      pageHeaders = crossOriginHeaders(engine, request);
      checkAnonymous(request);
    } catch (error) {
      return protocol.refuse(AwsError.from(error), request);
    }
    if (request.method === 'OPTIONS')
      return { status: 200, headers: { 'x-amz-request-id': request.id, ...pageHeaders } };
    const response = await service.handle(request);
    return { ...response, headers: { ...response.headers, ...pageHeaders } };
  }

  return {
    ...service,
    handle: answer,
    async call(operation, input, options) {
      const output = await service.call(operation, input, options);
      return withBytes(output);
    },
  };
};

async function withBytes(output: unknown): Promise<unknown> {
  if (typeof output !== 'object' || output === null || !('Body' in output)) return output;
  const { Body } = output;
  return Body instanceof Readable ? { ...output, Body: Buffer.concat(await Body.toArray()) } : output;
}
