import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { withEntry } from '../definition.ts';
import { type ApiGatewayEngine, findApi, shortId } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { restApiId } from '../input.ts';
import type { ApiDefinition } from '../model.ts';
import { checkModel } from '../models.ts';
import { pathOf } from '../resource-arns.ts';

export const createModel = operation('apigateway', 'CreateModel', {
  resource: pathOf('CreateModel'),
  input: z.object({
    restApiId,
    name: z.string(),
    contentType: z.string().min(1),
    description: z.string().optional(),
    schema: z.string().optional(),
  }),
  async run(engine: ApiGatewayEngine, { restApiId, ...input }) {
    const model = { id: shortId(engine, 6), ...input };
    await checkModel(engine, definitionWithout(engine, restApiId, model.name), model);
    // Read again: checking the schema may have let another request in.
    const definition = definitionWithout(engine, restApiId, model.name);
    engine.apis.set(restApiId, {
      ...definition,
      models: withEntry(definition.models, model.name, model),
    });
    return model;
  },
});

function definitionWithout(engine: ApiGatewayEngine, apiId: string, name: string): ApiDefinition {
  const definition = findApi(engine, apiId);
  if (Object.hasOwn(definition.models, name)) {
    throw apiGatewayError.conflict('Model name already exists for this REST API');
  }
  return definition;
}
