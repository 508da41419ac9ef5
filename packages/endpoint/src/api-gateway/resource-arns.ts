import type { ArnSource } from '../core/resource.ts';
import { routes } from './routes.ts';

const PATHS: ReadonlyMap<string, string> = new Map(routes.map(({ operation, path }) => [operation, path]));

/**
 * The resources of API Gateway's control plane are the paths of its REST API.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
 */
export function pathOf(operation: string) {
  return ({ context }: ArnSource, input: object): string => {
    const values = new Map(Object.entries(input));
    const path = (PATHS.get(operation) ?? '').replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      String(values.get(name) ?? '*'),
    );
    return `arn:aws:apigateway:${context.region}::${path}`;
  };
}
