import type { AwsError } from '../core/errors.ts';
import { createOperationService, type Protocol } from '../core/operation.ts';
import { restJsonProtocol } from '../core/protocols/rest-json.ts';
import type { CreateService } from '../core/service.ts';
import { createEngine } from './create-engine.ts';
import { errorBody, lambdaError } from './errors.ts';
import { handleRuntimeRequest } from './execution/runtime-api.ts';
import { functionPolicy } from './functions/function-policy.ts';
import { finishUpdateLater } from './functions/transitions.ts';
import { operations } from './operations.ts';
import { routes } from './routes.ts';

/** AWS Lambda: functions, versions and aliases, and the processes that run them. */
export const createService: CreateService = (context) => {
  const engine = createEngine(context);
  const service = createOperationService({
    name: 'lambda',
    context,
    engine,
    protocol: lambdaProtocol(),
    operations,
    invalid: lambdaError.validation,
    resourcePolicy: (arn) => functionPolicy(engine, arn),
    resume: async () => {
      for (const record of engine.functions.values()) finishUpdateLater(engine, record);
      engine.asyncInvocations.resume();
      await engine.eventSources.resume();
    },
    close: async () => {
      await engine.eventSources.close();
      engine.asyncInvocations.close();
      engine.environments.close();
      await engine.logs.close();
      await engine.code.close();
    },
  });
  return {
    ...service,
    handle: (request) =>
      request.path.startsWith('/_lambda/')
        ? handleRuntimeRequest(engine.environments, engine.code, request)
        : service.handle(request),
  };
};

function lambdaProtocol(): Protocol {
  const protocol = restJsonProtocol({ routes, errorBody });
  return {
    ...protocol,
    refuse: (error, request) => protocol.refuse(asLambda(error, request.path), request),
  };
}

/** Lambda's own names for a body over the limit. */
function asLambda(error: AwsError, path: string): AwsError {
  if (error.code !== 'RequestEntityTooLarge') return error;
  return path.endsWith('/invocations')
    ? lambdaError.requestTooLarge(error.message)
    : lambdaError.entityTooLarge(error.message);
}
