import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { codeSource, fetchArchive } from '../code/fetch-archive.ts';
import type { LambdaEngine } from '../engine.ts';
import { configurationOf } from '../functions/configuration.ts';
import { checkRevision, findFunction } from '../functions/lookup.ts';
import { publish } from '../functions/publish.ts';
import { replaceLatest } from '../functions/replace-latest.ts';
import { functionName } from '../input/function-reference.ts';

export const updateFunctionCode = operation<'lambda', 'UpdateFunctionCode'>()({
  input: z.object({
    FunctionName: functionName,
    ...codeSource,
    Publish: flag.default(false),
    DryRun: flag.default(false),
    RevisionId: z.string().optional(),
    Architectures: z
      .array(z.enum(['x86_64', 'arm64']))
      .length(1)
      .optional(),
  }),
  async run(engine: LambdaEngine, input) {
    checkRevision(input.RevisionId, findFunction(engine, input.FunctionName).record.latest.revisionId);
    const code = await engine.code.add(await fetchArchive(engine.context, input));
    // It may have changed, or gone, while the code was fetched.
    const { record } = findFunction(engine, input.FunctionName);
    checkRevision(input.RevisionId, record.latest.revisionId);
    const { settings } = record.latest;
    const change = {
      code,
      settings: { ...settings, architecture: input.Architectures?.[0] ?? settings.architecture },
    };
    if (input.DryRun) return configurationOf(record, { ...record.latest, ...change });
    replaceLatest(engine, record, change);
    if (!input.Publish) return configurationOf(record, record.latest);
    const version = publish(engine, record);
    return configurationOf(record, version, { suffix: version.version });
  },
});
