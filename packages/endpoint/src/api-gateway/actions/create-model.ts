import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { withEntry } from '../definition.ts';
import { type ApiGatewayEngine, findApi, shortId } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { restApiId } from '../input.ts';
import { checkModel } from '../models.ts';

export const createModel = operation<'apigateway', 'CreateModel'>()({
  input: z.object({
    restApiId,
    name: z.string().min(1),
    contentType: z.string().min(1),
    description: z.string().optional(),
    schema: z.string().optional(),
  }),
  run(engine: ApiGatewayEngine, { restApiId, ...input }) {
    const definition = findApi(engine, restApiId);
    if (Object.hasOwn(definition.models, input.name)) {
      throw apiGatewayError.conflict('Model name already exists for this REST API');
    }
    const model = { id: shortId(engine, 6), ...input };
    checkModel(definition, model);
    engine.apis.set(restApiId, {
      ...definition,
      models: withEntry(definition.models, model.name, model),
    });
    return model;
  },
});
