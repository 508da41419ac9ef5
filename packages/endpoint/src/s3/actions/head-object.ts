import { operation } from '../../core/operation.ts';
import type { S3Engine } from '../engine.ts';
import { openObject, readInput } from '../read-object.ts';
import { objectOf } from '../resource-arns.ts';

export const headObject = operation('s3', 'HeadObject', {
  resource: objectOf,
  input: readInput,
  run: (engine: S3Engine, input) => openObject(engine, input).output,
});
