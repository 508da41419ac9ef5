import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Understood } from './contract-server.ts';
import type { TestDocument, TestOperation } from './document.ts';
import { writeParameter } from './parameters.ts';

/** A request that a client's contract allows, and what the client means by it. */
export interface RequestSample {
  operation: TestOperation;
  credentials: Record<string, string[]>;
  parameters: readonly (readonly [index: number, value: unknown])[];
  body: { type: string; value: unknown } | undefined;
}

export interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export class ContractClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 });
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Sends a request to the contract of this name. */
  send(contract: string, document: TestDocument, sample: RequestSample): Promise<Received> {
    const { operation, parameters, body } = sample;
    const query = new URLSearchParams();
    const headers: Record<string, string> = {};
    const cookies: string[] = [];
    let path = operation.path;
    for (const [index, value] of parameters) {
      const parameter = operation.parameters[index];
      if (parameter === undefined) throw new Error('no such parameter');
      for (const [name, text] of writeParameter(parameter, value)) {
        if (parameter.in === 'query') query.append(name, text);
        else if (parameter.in === 'header') headers[name] = text;
        else if (parameter.in === 'cookie') cookies.push(`${name}=${encodeURIComponent(text)}`);
        else path = path.replace(`{${name}}`, encodeURIComponent(text));
      }
    }
    if (cookies.length > 0) headers['cookie'] = cookies.join('; ');
    for (const [name, scopes] of Object.entries(sample.credentials)) {
      const scheme = document.document.components.securitySchemes[name];
      if (scheme.type !== 'apiKey')
        headers['authorization'] = `${scheme.scheme ?? 'bearer'} ${scopes.join(',')}`;
      else if (scheme.in === 'query') query.append(scheme.name, 'key');
      else headers[scheme.name] = 'key';
    }
    if (body !== undefined) headers['content-type'] = body.type;
    const target = `/${contract}${path}${query.size > 0 ? `?${query}` : ''}`;
    return this.#exchange(operation.method, target, headers, body && JSON.stringify(body.value));
  }

  /** Asks the contract of this name for one of the answers that it allows. */
  ask(contract: string, operation: TestOperation, answer: number): Promise<Received> {
    const types = [...operation.answers.values()].flatMap(({ content }) => [...content.keys()]);
    return this.#exchange('GET', `/${contract}/`, {
      'x-operation': `${operation.method} ${operation.path}`,
      'x-answer': String(answer),
      accept: [...new Set(types)].join(', '),
    });
  }

  #exchange(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Received> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.#port, agent: this.#agent, method, path, headers };
      const request = httpRequest(options, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        });
      });
      request.once('error', reject).end(body);
    });
  }
}

/** Requests in which each parameter, body, media type and kind of credentials is varied by itself. */
export function requestsOf(document: TestDocument): RequestSample[] {
  return document.operations.flatMap((operation) => {
    const { parameters, body, security } = operation;
    const values = parameters.map((parameter) =>
      document.samples(parameter, 'text').filter((value) => parameter.in !== 'path' || value !== ''),
    );
    const all = values
      .map(([first], index) => [index, first] as const)
      .filter(([, value]) => value !== undefined);
    const least = all.filter(([index]) => parameters[index]?.required);
    const bodies = [...(body?.content ?? [])].flatMap(([type, place]) =>
      document.samples(place, 'request').map((value) => ({ type, value })),
    );
    const [first] = bodies;
    const [credentials = {}] = security;
    const full: RequestSample = { operation, credentials, parameters: all, body: first };
    const requests = [
      full,
      { ...full, parameters: least },
      ...(body?.required === false ? [{ ...full, body: undefined }] : []),
      ...security.map((one) => ({ ...full, credentials: one })),
      ...values.flatMap((samples, index) =>
        samples.map((value) => ({
          ...full,
          parameters: all.map((one) => (one[0] === index ? ([index, value] as const) : one)),
        })),
      ),
      ...bodies.map((one) => ({ ...full, body: one })),
    ];
    return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
  });
}

/** What a request means by the contract of its client: a value that is left out is the default. */
export function meaningOf(
  document: TestDocument,
  { operation, parameters, body }: RequestSample,
): Understood {
  const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
  const meant: Record<string, unknown> = {};
  for (const [index, parameter] of operation.parameters.entries()) {
    const [, sent] = parameters.find(([one]) => one === index) ?? [];
    const value = sent ?? parameter.schema?.default;
    const name = parameter.in === 'path' ? `path ${inPath.indexOf(parameter)}` : parameter.name.toLowerCase();
    // An empty list is written as nothing.
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) meant[name] = value;
  }
  if (body === undefined) return { parameters: meant, body: undefined };
  const value = structuredClone(body.value);
  const place = operation.body?.content.get(body.type);
  if (place !== undefined) document.validator(place, 'request')(value);
  return { parameters: meant, body: value };
}
