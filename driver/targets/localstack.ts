import { recreatedTraffic } from '../traffic.ts';
import { endpointTarget } from './endpoint.ts';
import type { Target } from './target.ts';

/** LocalStack 4.14.0 or later, already running. Its token is its own business. */
export function localstackTarget(url: string, region: string): Target {
  return {
    ...endpointTarget('localstack', url, region),
    // Its UpdateAlias crashes on weights. The cost of the other way is described where it is implemented.
    traffic: recreatedTraffic,
  };
}
