import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { configurationOf } from '../functions/configuration.ts';
import { findFunction } from '../functions/lookup.ts';
import { functionName } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const listVersionsByFunction = operation('lambda', 'ListVersionsByFunction', {
  resource: functionOf,
  input: z.object({
    FunctionName: functionName,
    Marker: z.string().optional(),
    MaxItems: integer.pipe(z.int().min(1).max(10_000)).default(50),
  }),
  run(engine: LambdaEngine, input) {
    const { record } = findFunction(engine, input.FunctionName);
    const { items, next } = page([record.latest, ...record.versions], {
      // `$LATEST` comes first: `$` sorts before every digit.
      keyOf: ({ version }) => (version === record.latest.version ? version : version.padStart(10, '0')),
      limit: Math.min(input.MaxItems, 50),
      token: input.Marker,
      invalid: () => lambdaError.invalidParameter('The marker is not one that ListVersionsByFunction gave.'),
    });
    return {
      Versions: items.map((version) => configurationOf(record, version, { suffix: version.version })),
      ...(next !== undefined && { NextMarker: next }),
    };
  },
});
