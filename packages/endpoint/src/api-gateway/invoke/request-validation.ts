import type { Method } from '@aws-sdk/client-api-gateway';
import type { ApiDefinition } from '../model.ts';
import type { Exchange } from './exchange.ts';
import { gatewayFailure } from './gateway-failure.ts';
import { compileSchema, type Validate } from './json-schema.ts';
import { mediaType } from './media-type.ts';

export type ValidateRequest = (exchange: Exchange) => void;

/** What the method's request validator asks of a request; undefined where it has none. */
export function compileValidation(definition: ApiDefinition, method: Method): ValidateRequest | undefined {
  const validator = definition.requestValidators[method.requestValidatorId ?? ''];
  if (validator === undefined) return undefined;
  const parameters = validator.validateRequestParameters ? requiredParameters(method) : [];
  const models = validator.validateRequestBody ? compileModels(definition, method) : undefined;
  return (exchange) => {
    const missing = parameters.filter((parameter) => !parameter.isIn(exchange)).map(({ name }) => name);
    if (missing.length > 0) throw gatewayFailure.badParameters(missing);
    if (models) validateBody(models, exchange);
  };
}

interface Parameter {
  name: string;
  isIn(exchange: Exchange): boolean;
}

/** A parameter must be there and not be blank. */
function requiredParameters({ requestParameters = {} }: Method): Parameter[] {
  return Object.entries(requestParameters)
    .filter(([, required]) => required)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([expression]) => {
      const [place = '', ...rest] = expression.replace('method.request.', '').split('.');
      const name = rest.join('.');
      const valueIn = (exchange: Exchange): string | undefined => {
        if (place.endsWith('querystring')) return exchange.request.query.get(name) ?? undefined;
        if (place.endsWith('header')) return exchange.request.headers[name.toLowerCase()]?.toString();
        return exchange.pathParameters?.[name];
      };
      return { name, isIn: (exchange) => (valueIn(exchange) ?? '').trim() !== '' };
    });
}

/** Validators by content type. One for a type that the method does not name is not asked, as on AWS. */
function compileModels(definition: ApiDefinition, { requestModels = {} }: Method): Map<string, Validate> {
  const schemaOf = (name: string) => definition.models[name]?.schema;
  return new Map(
    Object.entries(requestModels).flatMap(([contentType, name]) => {
      const schema = schemaOf(name);
      return schema === undefined
        ? []
        : [[contentType, compileSchema(JSON.parse(schema), schemaOf)] as const];
    }),
  );
}

function validateBody(models: Map<string, Validate>, { request, body }: Exchange): void {
  // Without a Content-Type, API Gateway takes a body for JSON.
  const contentType = mediaType(request.headers['content-type']) ?? 'application/json';
  const validate = models.get(contentType) ?? models.get('$default');
  if (validate === undefined) return;
  let value: unknown;
  try {
    // An empty body stands for an empty object.
    value = body === undefined || body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw gatewayFailure.badBody('[instance is not valid JSON]');
  }
  const errors = validate(value);
  if (errors.length > 0) throw gatewayFailure.badBody(`[${errors.join(', ')}]`);
}
