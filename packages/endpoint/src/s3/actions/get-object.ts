import { Readable } from 'node:stream';
import type { Operation } from '../../core/operation.ts';
import { withUsableKey } from '../encryption-key.ts';
import type { S3Engine } from '../engine.ts';
import { openObject, readInput } from '../read-object.ts';
import { objectOf } from '../resource-arns.ts';

/**
 * Answers with a stream as `Body`: over the wire it is passed on, between services it is read whole (see
 * `service.ts`).
 */
export const getObject: Operation<S3Engine> = {
  resource: objectOf,
  input: readInput,
  async run(engine, input: Parameters<typeof openObject>[1]) {
    // Before its bytes are taken hold of: it may be replaced while KMS is asked.
    await withUsableKey(engine, openObject(engine, input).object.encryption);
    const { object, range, output } = openObject(engine, input);
    const Body =
      range.end < range.start
        ? Readable.from([])
        : engine.files.read(object.segments, range.start, range.end);
    return { ...output, Body };
  },
};
