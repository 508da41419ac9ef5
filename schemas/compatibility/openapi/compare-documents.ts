import { type ContractChange, MEETINGS, type Meeting } from '../contract-change.ts';
import { compareAnswers } from './compare-answers.ts';
import { compareRequests } from './compare-requests.ts';
import { SchemaComparison } from './compare-schemas.ts';
import { type Operation, pathKey, readOperations } from './operation.ts';
import type { OpenApiRule, Reason } from './rule.ts';

type Operations = ReadonlyMap<string, Operation>;

/** A parsed OpenAPI 3.1 document, and the version whose segment its paths begin with (`/v1`), if they do. */
export interface VersionedDocument {
  document: unknown;
  version?: number;
}

/**
 * Predicts what breaks while clients and servers of two versions meet. Addresses count without the version's segment:
 * whether the older address stays served is not in the contract.
 *
 * @throws InvalidContractError
 */
export function compareDocuments(
  older: VersionedDocument,
  newer: VersionedDocument,
): ContractChange<OpenApiRule>[] {
  const [before, after] = [older, newer].map(({ document, version }) => readOperations(document, version));
  if (before === undefined || after === undefined) throw new Error('Two documents are compared');
  return MEETINGS.flatMap((meeting) => {
    const [sent, expected] = meeting.senderIsOlder ? [before, after] : [after, before];
    const reasons =
      meeting.direction === 'request' ? requestReasons(sent, expected) : answerReasons(sent, expected);
    return reasons.map((reason) => asChange(reason, meeting));
  });
}

function requestReasons(clients: Operations, servers: Operations): Reason[] {
  return [...clients].flatMap(([key, client]) => {
    const server = servers.get(key);
    const reasons = server === undefined ? [notServed(client, servers)] : requestReasonsOf(client, server);
    return reasons.map((reason) => located(client, reason));
  });
}

function requestReasonsOf(client: Operation, server: Operation): Reason[] {
  // What the client answers to a callback goes the way of its requests.
  const callbacks = [...client.callbacks].flatMap(([name, sent]) => {
    const expected = server.callbacks.get(name);
    if (expected === undefined) return [];
    return within(`callback ${name}`, compareAnswers(sent, expected, new SchemaComparison('response')));
  });
  return [...compareRequests(client, server, new SchemaComparison('request')), ...callbacks];
}

function answerReasons(servers: Operations, clients: Operations): Reason[] {
  return [...servers].flatMap(([key, server]) => {
    const client = clients.get(key);
    if (client === undefined) return [];
    const callbacks = [...server.callbacks].flatMap(([name, sent]) => {
      const expected = client.callbacks.get(name);
      if (expected === undefined) return [];
      return within(`callback ${name}`, compareRequests(sent, expected, new SchemaComparison('request')));
    });
    const answers = compareAnswers(server, client, new SchemaComparison('response'));
    return [...answers, ...callbacks].map((reason) => located(server, reason));
  });
}

function notServed({ method, path }: Operation, servers: Operations): Reason {
  const methods = [...servers.values()]
    .filter((server) => pathKey(server.path) === pathKey(path))
    .map((server) => server.method);
  const isPath = methods.length === 0;
  return {
    rule: isPath ? 'path' : 'method',
    path: '',
    sent: `${method} ${path}`,
    expected: isPath ? 'no such path' : methods.join(', '),
    sentence: `{sender} calls it, and {receiver} does not serve ${isPath ? 'the path' : method}.`,
  };
}

function within(place: string, reasons: readonly Reason[]): Reason[] {
  return reasons.map((reason) => ({ ...reason, path: `${place}: ${reason.path}` }));
}

function located({ method, path }: Operation, reason: Reason): Reason {
  const operation = `${method} ${path}`;
  return { ...reason, path: reason.path === '' ? operation : `${operation}: ${reason.path}` };
}

function asChange(
  { rule, path, sent, expected, sentence }: Reason,
  { direction, upgrade, sender, receiver, senderIsOlder }: Meeting,
): ContractChange<OpenApiRule> {
  const [before, after] = senderIsOlder ? [sent, expected] : [expected, sent];
  const text = sentence.replaceAll('{sender}', sender).replaceAll('{receiver}', receiver);
  return {
    direction,
    upgrade,
    path,
    rule,
    before,
    after,
    message: text.charAt(0).toUpperCase() + text.slice(1),
  };
}
