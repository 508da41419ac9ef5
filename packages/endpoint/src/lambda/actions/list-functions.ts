import { z } from 'zod';
import { integer, lacking } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { noResource } from '../../core/resource.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { configurationOf } from '../functions/configuration.ts';

export const listFunctions = operation('lambda', 'ListFunctions', {
  resource: noResource,
  input: z.object({
    FunctionVersion: z.literal('ALL').optional(),
    MasterRegion: lacking,
    Marker: z.string().optional(),
    MaxItems: integer.pipe(z.int().min(1).max(10_000)).default(50),
  }),
  run({ functions }: LambdaEngine, input) {
    const shown = [...functions.values()].flatMap((record) =>
      (input.FunctionVersion === 'ALL' ? [record.latest, ...record.versions] : [record.latest]).map(
        (version) =>
          configurationOf(record, version, input.FunctionVersion ? { suffix: version.version } : {}),
      ),
    );
    const { items, next } = page(shown, {
      keyOf: (shownFunction) => `${shownFunction.FunctionName} ${shownFunction.Version?.padStart(10, '0')}`,
      limit: Math.min(input.MaxItems, 50),
      token: input.Marker,
      invalid: () => lambdaError.invalidParameter('The marker is not one that ListFunctions gave.'),
    });
    return { Functions: items, ...(next !== undefined && { NextMarker: next }) };
  },
});
