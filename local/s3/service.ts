import { Readable } from 'node:stream';
import { createOperationService } from '../core/operation.ts';
import type { CreateService } from '../core/service.ts';
import { createEngine } from './engine.ts';
import { s3Error } from './errors.ts';
import { operations } from './operations.ts';
import { s3Protocol } from './wire/protocol.ts';

/** How much of a refused body is still read, so that its sender gets to see the refusal. */
const DRAINED_BYTES = 64 * 1024 * 1024;

/**
 * Simple Storage Service. Between services a `Body` that goes in is text, bytes or a Readable; the one that GetObject
 * gives back is a Uint8Array of the whole object.
 */
export const createService: CreateService = async (context) => {
  const engine = await createEngine(context);
  const service = createOperationService({
    name: 's3',
    engine,
    protocol: s3Protocol(context),
    operations,
    close: () => engine.notifier.close(),
    invalid: (message) => s3Error.invalidArgument(message),
    failed: (error, operation) =>
      context.log('error', 'an operation failed', { service: 's3', operation, cause: error.cause }),
  });
  return {
    ...service,
    async handle(request) {
      const response = await service.handle(request);
      if (response.status >= 400) await drain(request.stream);
      return response;
    },
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

/** A client that is still sending would meet a closed connection instead of the answer. */
async function drain(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return;
  let size = 0;
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).length;
      if (size > DRAINED_BYTES) return;
    }
  } catch {
    // The client went away: nobody is left to answer.
  }
}
