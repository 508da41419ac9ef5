import { type AwsError, coreError } from '../errors.ts';
import type { Protocol } from '../operation.ts';
import type { WireRequest, WireResponse } from '../wire.ts';
import { isJson } from './content-type.ts';
import { parseJson, renderJson } from './json-body.ts';
import { compilePath, matchPath, type PathPattern } from './path.ts';

/** How one operation of a REST JSON service stands on the wire. Names on the right are members of its input. */
export interface RestRoute {
  operation: string;
  method: string;
  /** `/functions/{FunctionName}`; `{Name+}` takes the rest of the path. */
  path: string;
  /** Query parameters that the path's match also demands, such as `mode=import`. */
  where?: Record<string, string>;
  /** Query parameter → member. */
  query?: Record<string, string>;
  /** Query parameters that may repeat → list member. */
  queryLists?: Record<string, string>;
  /** Header → member. */
  headers?: Record<string, string>;
  /** Name in the JSON body → member, where the two differ. */
  body?: Record<string, string>;
  /** The member that is the raw request body; without it the body is a JSON object of members. */
  payload?: string;
  status?: number;
  /** Writes the answer where JSON of the output is not it. */
  answer?(output: never, request: WireRequest): WireResponse;
  /** Largest body in bytes; 1 MiB unless set. */
  limit?: number;
}

export interface RestJsonProtocolOptions {
  routes: readonly RestRoute[];
  /** JSON of the output; `renderJson` unless the service wants its own (Lambda: ISO dates). */
  render?: (output: object) => string;
  /** The error's body; `{message}` and its fields by default. */
  errorBody?: (error: AwsError) => object;
}

/** AWS REST JSON: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export function restJsonProtocol(options: RestJsonProtocolOptions): Protocol {
  const render = options.render ?? renderJson;
  const table = options.routes.map((route) => ({ route, pattern: compilePath(route.path) }));
  const byOperation = new Map(options.routes.map((route) => [route.operation, route]));

  return {
    async read(request) {
      const { route, parameters } = find(table, request);
      const body = await request.body(route.limit);
      if (route.payload === undefined && body.length > 0 && !isJson(request.headers)) {
        throw coreError.unsupportedMediaType();
      }
      const input: Record<string, unknown> = route.payload
        ? { [route.payload]: body }
        : renamed(parseJson(body), route.body ?? {});
      for (const [name, member] of Object.entries(route.query ?? {})) {
        const value = request.query.get(name);
        if (value !== null) input[member] = value;
      }
      for (const [name, member] of Object.entries(route.queryLists ?? {})) {
        const values = request.query.getAll(name);
        if (values.length > 0) input[member] = values;
      }
      for (const [name, member] of Object.entries(route.headers ?? {})) {
        const value = request.headers[name];
        if (typeof value === 'string') input[member] = value;
      }
      return { operation: route.operation, input: { ...input, ...parameters } };
    },
    answer(operation, output, request) {
      const route = byOperation.get(operation);
      if (route?.answer) {
        const answer = route.answer(output as never, request);
        return { ...answer, headers: { 'x-amzn-requestid': request.id, ...answer.headers } };
      }
      const status = route?.status ?? 200;
      return {
        status,
        headers: { 'content-type': 'application/json', 'x-amzn-requestid': request.id },
        ...(status !== 204 && { body: render(output) }),
      };
    },
    refuse: (error, request) => ({
      status: error.status,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': request.id,
        'x-amzn-errortype': error.code,
      },
      body: render(options.errorBody?.(error) ?? { message: error.message, ...error.fields }),
    }),
  };
}

function renamed(body: object, names: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [Object.hasOwn(names, name) ? names[name] : name, value]),
  );
}

function find(
  table: readonly { route: RestRoute; pattern: PathPattern }[],
  request: WireRequest,
): { route: RestRoute; parameters: Record<string, string> } {
  for (const { route, pattern } of table) {
    if (route.method !== request.method) continue;
    const parameters = matchPath(pattern, request.path);
    if (parameters === undefined) continue;
    const where = Object.entries(route.where ?? {});
    if (where.every(([name, value]) => request.query.get(name) === value)) return { route, parameters };
  }
  throw coreError.routeNotImplemented(request.method, request.path);
}
