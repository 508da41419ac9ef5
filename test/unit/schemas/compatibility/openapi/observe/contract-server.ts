import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestDocument, TestOperation } from './document.ts';
import { readParameter } from './parameters.ts';

/** What a server has understood of a request. */
export interface Understood {
  parameters: Record<string, unknown>;
  body: unknown;
}

/** An answer that a server's contract allows. */
export interface AnswerSample {
  status: string;
  headers: Record<string, string>;
  content: Map<string, unknown>;
}

class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Serves any number of contracts, each below its own name. It validates each request by the contract and answers what it
 * has understood, or, when asked for an answer by its number (`x-answer`), one of those that the contract allows.
 */
export class ContractServer {
  readonly #documents = new Map<string, TestDocument>();
  readonly #answers = new Map<TestOperation, AnswerSample[]>();
  readonly #server = createServer((request, response) => {
    this.#handle(request, response).catch((error: unknown) => {
      const status = error instanceof Refusal ? error.status : 500;
      response.writeHead(status).end(String(error));
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  add(name: string, document: TestDocument): void {
    this.#documents.set(name, document);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answersOf(document: TestDocument, operation: TestOperation | undefined): AnswerSample[] {
    if (operation === undefined) return [];
    const answers = this.#answers.get(operation) ?? answersOf(document, operation);
    this.#answers.set(operation, answers);
    return answers;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://server');
    const [, name = '', ...rest] = url.pathname.split('/');
    const document = this.#documents.get(name);
    if (document === undefined) throw new Refusal(500, `no contract ${name}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = `/${rest.join('/')}`;
    const asked = request.headers['x-answer'];
    if (typeof asked === 'string') {
      const operation = document.operations.find(
        ({ method, path }) => `${method} ${path}` === request.headers['x-operation'],
      );
      sendAnswer(this.#answersOf(document, operation)[Number(asked)], request, response);
      return;
    }
    const operation = findOperation(document, request.method ?? '', path);
    const understood = understand(document, operation, request, url, path, Buffer.concat(chunks).toString());
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(understood));
  }
}

function findOperation({ operations }: TestDocument, method: string, path: string): TestOperation {
  const onPath = operations.filter(({ pattern }) => pattern.test(path));
  if (onPath.length === 0) throw new Refusal(404, 'no such path');
  const found = onPath.find((operation) => operation.method === method);
  if (found === undefined) throw new Refusal(405, 'no such method');
  return found;
}

function understand(
  document: TestDocument,
  operation: TestOperation,
  request: IncomingMessage,
  url: URL,
  path: string,
  text: string,
): Understood {
  authorize(document, operation, request, url);
  const parameters: Record<string, unknown> = {};
  const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
  for (const parameter of operation.parameters) {
    const found = { value: readParameter(parameter, pairsFor(parameter.in, operation, request, url, path)) };
    if (found.value === undefined) delete found.value;
    if (parameter.required && !('value' in found)) throw new Refusal(400, `${parameter.name} is required`);
    const validate = document.validator(parameter, 'text');
    if (!validate(found)) throw new Refusal(400, `${parameter.name} is invalid`);
    const name = parameter.in === 'path' ? `path ${inPath.indexOf(parameter)}` : parameter.name.toLowerCase();
    if ('value' in found) parameters[name] = found.value;
  }
  return { parameters, body: readBody(document, operation, request, text) };
}

function pairsFor(
  place: string,
  operation: TestOperation,
  { headers }: IncomingMessage,
  url: URL,
  path: string,
): (readonly [string, string])[] {
  switch (place) {
    case 'query':
      return [...url.searchParams];
    case 'path': {
      const names = [...operation.path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name ?? '');
      const [, ...values] = operation.pattern.exec(path) ?? [];
      return names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')] as const);
    }
    case 'cookie':
      return (headers.cookie ?? '').split('; ').map((one) => {
        const [name = '', value = ''] = one.split('=');
        return [name, decodeURIComponent(value)] as const;
      });
    default:
      return Object.entries(headers)
        .filter(([name]) =>
          operation.parameters.some((one) => one.in === 'header' && one.name.toLowerCase() === name),
        )
        .map(
          ([name, value]) =>
            [
              operation.parameters.find((one) => one.name.toLowerCase() === name)?.name ?? name,
              String(value),
            ] as const,
        );
  }
}

function authorize(
  { document }: TestDocument,
  { security }: TestOperation,
  request: IncomingMessage,
  url: URL,
): void {
  const isGranted = security.some((alternative) =>
    Object.entries(alternative).every(([name, scopes]) => {
      const scheme = document.components.securitySchemes[name];
      if (scheme.type === 'apiKey') {
        return scheme.in === 'query'
          ? url.searchParams.has(scheme.name)
          : request.headers[scheme.name.toLowerCase()] !== undefined;
      }
      const [kind, granted = ''] = (request.headers.authorization ?? '').split(' ');
      const wanted = scheme.type === 'http' ? scheme.scheme : 'bearer';
      return kind === wanted && scopes.every((scope) => granted.split(',').includes(scope));
    }),
  );
  if (!isGranted) throw new Refusal(401, 'the credentials do not suffice');
}

function readBody(
  document: TestDocument,
  { body }: TestOperation,
  { headers }: IncomingMessage,
  text: string,
): unknown {
  const type = headers['content-type'];
  if (type === undefined) {
    if (body?.required) throw new Refusal(400, 'a body is required');
    return undefined;
  }
  const place = body?.content.get(type) ?? body?.content.get(`${type.split('/')[0]}/*`);
  if (place === undefined) throw new Refusal(415, `${type} is not supported`);
  const found: unknown = JSON.parse(text);
  if (!document.validator(place, 'request')(found)) throw new Refusal(400, 'the body is invalid');
  return found;
}

/** All answers that are tried, in a fixed order. */
export function answersOf(document: TestDocument, operation: TestOperation | undefined): AnswerSample[] {
  return [...(operation?.answers ?? [])].flatMap(([status, { headers, content }]) => {
    const bodies = [...content].map(([type, place]) => [type, document.samples(place, 'response')] as const);
    const values = headers.map((header) => [header, document.samples(header, 'text')] as const);
    const full = Object.fromEntries(values.map(([{ name }, [first]]) => [name, String(first)]));
    const least = Object.fromEntries(
      values.filter(([{ required }]) => required).map(([{ name }, [first]]) => [name, String(first)]),
    );
    const first = new Map(bodies.map(([type, [body]]) => [type, body]));
    const code = status === 'default' ? '418' : status.replace('XX', '99');
    const answers: AnswerSample[] = [
      { status: code, headers: full, content: first },
      { status: code, headers: least, content: first },
      ...values.flatMap(([{ name }, samples]) =>
        samples.map((value) => ({
          status: code,
          headers: { ...full, [name]: String(value) },
          content: first,
        })),
      ),
      ...bodies.flatMap(([type, samples]) =>
        samples.map((body) => ({ status: code, headers: full, content: new Map(first).set(type, body) })),
      ),
    ];
    const text = ({ headers, content }: AnswerSample) => JSON.stringify([headers, [...content]]);
    return [...new Map(answers.map((answer) => [text(answer), answer])).values()];
  });
}

function sendAnswer(
  answer: AnswerSample | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (answer === undefined) throw new Refusal(500, 'no such answer');
  const accepted = (request.headers.accept ?? '').split(', ');
  const [first] = answer.content;
  const found = [...answer.content].find(([type]) => accepted.includes(type)) ?? first;
  const headers = { ...answer.headers, ...(found === undefined ? {} : { 'content-type': found[0] }) };
  response
    .writeHead(Number(answer.status), headers)
    .end(found === undefined ? undefined : JSON.stringify(found[1]));
}
