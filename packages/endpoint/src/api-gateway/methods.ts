import type { Method } from '@aws-sdk/client-api-gateway';
import { apiGatewayError } from './errors.ts';
import type { ApiDefinition } from './model.ts';
import { entry, type PatchRules, parseToggle, text, toggle } from './patch.ts';

/** What `ANY` stands for. */
export const HTTP_METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'];

const REQUEST_PARAMETER =
  /^method\.request\.(querystring|path|header|multivaluequerystring|multivalueheader)\..+$/;

export const METHOD_RULES: PatchRules<Method> = {
  '/authorizationType': text('authorizationType'),
  '/authorizerId': text('authorizerId'),
  '/apiKeyRequired': toggle('apiKeyRequired'),
  '/operationName': text('operationName'),
  '/requestValidatorId': text('requestValidatorId'),
  '/requestParameters/{name}': entry('requestParameters', parseToggle),
  '/requestModels/{contentType}': entry('requestModels'),
};

export function checkMethod(definition: ApiDefinition, method: Method): void {
  if (method.httpMethod !== 'ANY' && !HTTP_METHODS.includes(method.httpMethod ?? '')) {
    throw apiGatewayError.badRequest(
      `Invalid HttpMethod specified. Valid options are ${[...HTTP_METHODS, 'ANY'].join(',')}`,
    );
  }
  checkAuthorization(method);
  checkParameterNames(Object.keys(method.requestParameters ?? {}));
  for (const name of Object.keys(method.requestParameters ?? {})) {
    if (!REQUEST_PARAMETER.test(name)) {
      throw apiGatewayError.badRequest(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${name}]`,
      );
    }
  }
  for (const name of Object.values(method.requestModels ?? {})) {
    if (!Object.values(definition.models).some((model) => model.name === name)) {
      throw apiGatewayError.badRequest(`Invalid model identifier specified: ${name}`);
    }
  }
  if (method.requestValidatorId && !Object.hasOwn(definition.requestValidators, method.requestValidatorId)) {
    throw apiGatewayError.badRequest('Invalid Request Validator identifier specified');
  }
}

/** A name stands for one place of a request. */
function checkParameterNames(expressions: readonly string[]): void {
  const names = expressions.map((each) => each.split('.').slice(3).join('.'));
  if (new Set(names).size < names.length) {
    throw apiGatewayError.badRequest('Parameter names must be unique across querystring, header and path');
  }
}

function checkAuthorization({ authorizationType, authorizerId }: Method): void {
  if (authorizationType === 'NONE' || authorizationType === 'AWS_IAM') return;
  if (authorizationType === 'CUSTOM' || authorizationType === 'COGNITO_USER_POOLS') {
    if (!authorizerId) {
      throw apiGatewayError.badRequest(
        'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
      );
    }
    throw apiGatewayError.notImplemented(`the authorization type ${authorizationType}`);
  }
  throw apiGatewayError.badRequest(
    'Invalid authorization type specified. Valid options are [NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS]',
  );
}
