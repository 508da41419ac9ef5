import { createOperationService } from '../core/operation.ts';
import { restJsonProtocol } from '../core/protocols/rest-json.ts';
import type { CreateService } from '../core/service.ts';
import { createEngine } from './create-engine.ts';
import { dataPlane } from './invoke/invoke.ts';
import { operations } from './operations.ts';
import { routes } from './routes.ts';

/** API Gateway for REST APIs: the operations that make and deploy them, and the requests to what is deployed. */
export const createService: CreateService = (context) => {
  const engine = createEngine(context);
  const invocations = dataPlane(engine);
  const controlPlane = createOperationService({
    name: 'apigateway',
    context,
    engine,
    protocol: restJsonProtocol({ routes }),
    operations,
  });
  return {
    ...controlPlane,
    handle: (request) => invocations.handle(request) ?? controlPlane.handle(request),
    close: async () => {
      await invocations.close();
      await engine.schemas.close();
    },
  };
};
