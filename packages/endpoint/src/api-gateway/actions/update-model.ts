import type { Model } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { withEntry } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { restApiId } from '../input.ts';
import { checkModel, modelIn } from '../models.ts';
import { type PatchRules, patched, patchOperations, refusalByPaths, text } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';

const RULES: PatchRules<Model> = { '/description': text('description'), '/schema': text('schema') };

export const updateModel = operation('apigateway', 'UpdateModel', {
  resource: pathOf('UpdateModel'),
  input: z.object({ restApiId, modelName: z.string(), patchOperations }),
  async run(engine: ApiGatewayEngine, input) {
    const before = findApi(engine, input.restApiId);
    const changed = patched(modelIn(before, input.modelName), input.patchOperations, RULES, refusalByPaths);
    await checkModel(engine, before, changed);
    // Read again: checking the schema may have let another request in.
    const definition = findApi(engine, input.restApiId);
    const model = patched(modelIn(definition, input.modelName), input.patchOperations, RULES, refusalByPaths);
    engine.apis.set(input.restApiId, {
      ...definition,
      models: withEntry(definition.models, input.modelName, model),
    });
    return model;
  },
});
