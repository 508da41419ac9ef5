import {
  type ContractVerdict,
  type Direction,
  MEETINGS,
  type VerdictByUpgrade,
} from '../../../../../../schemas/compatibility/contract-change.ts';
import { type ContractClient, meaningOf, requestsOf } from './contract-client.ts';
import { answersOf, type ContractServer, type Understood } from './contract-server.ts';
import { TestDocument, type TestOperation } from './document.ts';

export interface Observation {
  verdicts: Record<Direction, VerdictByUpgrade>;
  /** How many calls were made. */
  calls: number;
  /** One thing that went wrong in each direction and order that breaks. */
  failures: string[];
}

/** Runs both upgrade orders of a contract with a real server and a real client, in both directions. */
export async function observe(
  name: string,
  before: unknown,
  after: unknown,
  server: ContractServer,
  client: ContractClient,
): Promise<Observation> {
  const documents = { old: new TestDocument(before), new: new TestDocument(after) };
  server.add(`${name}-old`, documents.old);
  server.add(`${name}-new`, documents.new);
  const verdicts: Observation['verdicts'] = {
    request: { serversFirst: 'compatible', clientsFirst: 'compatible' },
    response: { serversFirst: 'compatible', clientsFirst: 'compatible' },
  };
  const failures: string[] = [];
  let calls = 0;
  for (const { direction, upgrade } of MEETINGS) {
    const [from, to] = upgrade === 'servers-first' ? (['old', 'new'] as const) : (['new', 'old'] as const);
    const observed =
      direction === 'request'
        ? await requests(client, documents[from], documents[to], `${name}-${to}`)
        : await answers(client, documents[from], documents[to], `${name}-${to}`);
    const broken = observed.filter((one) => one !== undefined);
    calls += observed.length;
    const verdict: ContractVerdict = broken.length > 0 ? 'breaking' : 'compatible';
    verdicts[direction][upgrade === 'servers-first' ? 'serversFirst' : 'clientsFirst'] = verdict;
    failures.push(...broken.slice(0, 1).map((failure) => `${direction}, ${upgrade}: ${failure}`));
  }
  return { verdicts, calls, failures };
}

/** For each request, why it was refused or understood otherwise; undefined when it was not. */
function requests(client: ContractClient, own: TestDocument, other: TestDocument, server: string) {
  return inTurns(
    requestsOf(own).map((sample) => async (): Promise<string | undefined> => {
      const { status, text } = await client.send(server, own, sample);
      const what = `${sample.operation.method} ${JSON.stringify([sample.parameters, sample.body])}`;
      if (status >= 500) throw new Error(`the server failed: ${text}`);
      if (status !== 200) return `${what}: ${status} ${text}`;
      const understood = JSON.parse(text) as Understood;
      const meant = meaningOf(own, sample);
      const peer = counterpart(other, sample.operation);
      return agree(meant, understood, peer, other) ? undefined : `${what}: understood as ${text}`;
    }),
  );
}

/** Makes some calls at a time, until one of them finds a failure. */
async function inTurns(
  calls: readonly (() => Promise<string | undefined>)[],
): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (let next = 0; next < calls.length && !found.some((one) => one !== undefined); next += 8) {
    found.push(...(await Promise.all(calls.slice(next, next + 8).map((call) => call()))));
  }
  return found;
}

function counterpart(
  { operations }: TestDocument,
  { method, path }: TestOperation,
): TestOperation | undefined {
  const plain = (text: string) => text.replaceAll(/\{[^}]*\}/g, '{}');
  return operations.find((one) => one.method === method && plain(one.path) === plain(path));
}

/** Whether the server has understood what it knows by name as the client means it. */
function agree(
  meant: Understood,
  understood: Understood,
  peer: TestOperation | undefined,
  document: TestDocument,
) {
  const known = new Set(peer?.parameters.map((parameter) => parameter.name.toLowerCase()));
  const parameters = Object.entries(meant.parameters).every(([name, value]) => {
    if (name in understood.parameters) return asText(value) === asText(understood.parameters[name]);
    return !known.has(name);
  });
  return parameters && agreeBodies(meant.body, understood.body, declared(peer, document));
}

function agreeBodies(meant: unknown, understood: unknown, known: ReadonlySet<string>): boolean {
  if (!isPlain(meant) || !isPlain(understood)) return asText(meant) === asText(understood);
  return Object.entries(meant).every(([name, value]) =>
    name in understood ? agreeBodies(value, understood[name], new Set()) : !known.has(name),
  );
}

function declared(peer: TestOperation | undefined, document: TestDocument): Set<string> {
  const schemas = [...(peer?.body?.content.values() ?? [])].map(({ schema }) =>
    schema.$ref === undefined ? schema : document.resolve(schema.$ref),
  );
  return new Set(schemas.flatMap((schema) => Object.keys(schema.properties ?? {})));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Values of parameters are text on the wire. */
function asText(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value.map(asText));
  if (isPlain(value))
    return JSON.stringify(Object.entries(value).map(([name, inner]) => [name, asText(inner)]));
  return String(value);
}

/** For each answer of the server, why the client's contract does not describe it; undefined when it does. */
async function answers(client: ContractClient, own: TestDocument, other: TestDocument, server: string) {
  const found = own.operations.map(async (operation) => {
    const peer = counterpart(other, operation);
    if (peer === undefined) return [];
    // The server finds its operation by its own path.
    const asked = { ...operation, path: peer.path };
    return inTurns(
      answersOf(other, peer).map((_, index) => async () => {
        const { status, headers, text } = await client.ask(server, asked, index);
        return refusal(own, operation, status, headers, text);
      }),
    );
  });
  return (await Promise.all(found)).flat();
}

function refusal(
  own: TestDocument,
  { answers }: TestOperation,
  status: number,
  headers: Record<string, string | string[] | undefined>,
  text: string,
): string | undefined {
  if (status >= 500) throw new Error(`the server failed: ${text}`);
  const answer =
    answers.get(String(status)) ?? answers.get(`${String(status)[0]}XX`) ?? answers.get('default');
  if (answer === undefined) return `${status} is not known`;
  for (const header of answer.headers) {
    const value = headers[header.name];
    if (value === undefined && header.required) return `${header.name} is missing`;
    if (value !== undefined && !own.validator(header, 'text')({ value })) return `${header.name}: ${value}`;
  }
  if (answer.content.size === 0) return undefined;
  const type = headers['content-type'];
  if (typeof type !== 'string') return 'there is no body';
  const place = answer.content.get(type) ?? answer.content.get(`${type.split('/')[0]}/*`);
  if (place === undefined) return `${type} is not known`;
  return own.validator(place, 'response')(JSON.parse(text)) ? undefined : `the body ${text} is invalid`;
}
