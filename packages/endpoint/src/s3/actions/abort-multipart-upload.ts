import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { S3Engine } from '../engine.ts';
import { findUpload } from '../find-upload.ts';
import { uploadInput } from '../inputs.ts';
import { objectOf } from '../resource-arns.ts';

export const abortMultipartUpload = operation('s3', 'AbortMultipartUpload', {
  resource: objectOf,
  input: z.object(uploadInput),
  run(engine: S3Engine, input) {
    const upload = findUpload(engine, input);
    const segments = engine.uploads.parts(upload.id).map(({ segment }) => segment);
    engine.uploads.remove(upload.id);
    engine.discard(segments);
    return {};
  },
});
