import type { Model } from '@aws-sdk/client-api-gateway';
import { type ApiGatewayEngine, shortId } from './engine.ts';
import { apiGatewayError, foundIn } from './errors.ts';
import { compileSchema } from './invoke/json-schema.ts';
import type { ApiDefinition } from './model.ts';

/** The two models that every new API has. */
export function defaultModels(engine: ApiGatewayEngine): Record<string, Model> {
  const empty: Model = {
    id: shortId(engine, 6),
    name: 'Empty',
    description: 'This is a default empty schema model',
    contentType: 'application/json',
    schema: JSON.stringify({
      $schema: 'http://json-schema.org/draft-04/schema#',
      title: 'Empty Schema',
      type: 'object',
    }),
  };
  const error: Model = {
    id: shortId(engine, 6),
    name: 'Error',
    description: 'This is a default error schema model',
    contentType: 'application/json',
    schema: JSON.stringify({
      $schema: 'http://json-schema.org/draft-04/schema#',
      title: 'Error Schema',
      type: 'object',
      properties: { message: { type: 'string' } },
    }),
  };
  return { Empty: empty, Error: error };
}

export function modelIn(definition: ApiDefinition, name: string): Model {
  return foundIn(definition.models, name, `Invalid model name specified: ${name}`);
}

/** Refuses a schema that is no JSON, or that says what the validator does not understand. */
export function checkModel(definition: ApiDefinition, model: Model): void {
  if (!/^[a-zA-Z0-9]+$/.test(model.name ?? '')) {
    throw apiGatewayError.badRequest('Model name must be alphanumeric');
  }
  const { schema } = model;
  if (schema === undefined) return;
  try {
    compileSchema(
      JSON.parse(schema),
      (name) => definition.models[name]?.schema ?? (name === model.name ? schema : undefined),
    );
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? 'it is not JSON' : (cause as Error).message;
    throw apiGatewayError.badRequest(`Invalid model specified: ${reason}`);
  }
}
