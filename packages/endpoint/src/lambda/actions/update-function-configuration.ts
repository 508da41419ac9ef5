import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { functionToChange } from '../functions/change.ts';
import { configurationOf } from '../functions/configuration.ts';
import { replaceLatest } from '../functions/replace-latest.ts';
import { changed } from '../functions/settings.ts';
import { functionName } from '../input/function-reference.ts';
import { updateSettings } from '../input/settings.ts';
import { functionOf } from '../resource-arns.ts';

export const updateFunctionConfiguration = operation('lambda', 'UpdateFunctionConfiguration', {
  resource: functionOf,
  input: updateSettings.extend({ FunctionName: functionName, RevisionId: z.string().optional() }),
  run(engine: LambdaEngine, input) {
    const record = functionToChange(engine, input.FunctionName, input.RevisionId);
    replaceLatest(engine, record, { settings: changed(record.name, record.latest.settings, input) });
    return configurationOf(record, record.latest, { phase: 'updating' });
  },
});
