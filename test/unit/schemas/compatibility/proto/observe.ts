import {
  create,
  type DescMessage,
  type DescMethod,
  fromBinary,
  fromJsonString,
  toBinary,
  toJsonString,
} from '@bufbuild/protobuf';
import { type ReflectMessage, reflect } from '@bufbuild/protobuf/reflect';
import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import { ConnectError, createRouterTransport, type Transport } from '@connectrpc/connect';
import type { Meeting } from '../../../../../schemas/compatibility/contract-change.ts';
import type { ProtoContract } from '../../../../../schemas/compatibility/proto/contract.ts';
import type { Encoding } from '../../../../../schemas/compatibility/proto/rule.ts';
import { meaningFor, readingOf } from './reading.ts';
import { sampleMessages } from './samples.ts';

/**
 * What goes wrong in a meeting: calls that a Connect server does not answer, and messages of which the receiver refuses
 * something or reads something else.
 */
export async function observe(
  older: ProtoContract,
  newer: ProtoContract,
  { direction, senderIsOlder }: Meeting,
  encoding: Encoding,
): Promise<string[]> {
  const [sent, expected] = senderIsOlder ? [older, newer] : [newer, older];
  const [clients, servers] = direction === 'request' ? [sent, expected] : [expected, sent];
  const failures: string[] = [];
  for (const [name, service] of clients.services) {
    for (const method of service.methods) {
      const failure = await call(method, servers, encoding);
      const other = servers.services.get(name)?.methods.find((one) => one.name === method.name);
      if (failure !== undefined) {
        // Without a call there is no answer that could break.
        if (direction === 'request') failures.push(failure);
        continue;
      }
      if (other === undefined) throw new Error(`${method.name} answered and is not there`);
      failures.push(
        ...(direction === 'request'
          ? misreadings(method.input, other.input, encoding)
          : misreadings(other.output, method.output, encoding)),
      );
    }
  }
  return failures;
}

/** As `observe`, without calls: both versions have the same methods. */
export function misreadingsOf(
  older: ProtoContract,
  newer: ProtoContract,
  { direction, senderIsOlder }: Meeting,
  encoding: Encoding,
): string[] {
  const [sent, expected] = senderIsOlder ? [older, newer] : [newer, older];
  const messages = ({ services }: ProtoContract) =>
    [...services.values()]
      .flatMap(({ methods }) => methods)
      .map(({ input, output }) => (direction === 'request' ? input : output));
  const others = messages(expected);
  return messages(sent).flatMap((message, index) => {
    const other = others[index];
    if (other === undefined) throw new Error('both versions have the same methods');
    return misreadings(message, other, encoding);
  });
}

function misreadings(sent: DescMessage, expected: DescMessage, encoding: Encoding): string[] {
  return sampleMessages(sent).flatMap((sample) => {
    const meant = JSON.stringify(meaningFor(sample, expected));
    const text = JSON.stringify(readingOf(sample));
    try {
      const read = JSON.stringify(readingOf(transfer(sample, expected, encoding)));
      return read === meant ? [] : [`${text} was read as ${read} instead of ${meant}`];
    } catch (error) {
      return [`${text} was refused: ${error}`];
    }
  });
}

/** Parses as Connect does: what the receiver does not know is ignored. */
function transfer(sample: ReflectMessage, expected: DescMessage, encoding: Encoding): ReflectMessage {
  const { desc, message } = sample;
  const read =
    encoding === 'binary'
      ? fromBinary(expected, toBinary(desc, message))
      : fromJsonString(expected, toJsonString(desc, message), { ignoreUnknownFields: true });
  return reflect(expected, read);
}

/** Why a server of the contract does not answer an empty call, made in each way that a client may; or undefined. */
async function call(
  method: DescMethod,
  servers: ProtoContract,
  encoding: Encoding,
): Promise<string | undefined> {
  const ways =
    method.idempotency === MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS ? [false, true] : [false];
  for (const useHttpGet of ways) {
    try {
      await callOnce(method, transportTo(servers, encoding, useHttpGet));
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      return `${method.name} failed: ${error.message}`;
    }
  }
  return undefined;
}

async function callOnce(method: DescMethod, transport: Transport): Promise<void> {
  const request = create(method.input);
  if (method.methodKind === 'unary') {
    await transport.unary(
      method as DescMethod & { methodKind: 'unary' },
      undefined,
      5_000,
      undefined,
      request,
    );
    return;
  }
  const answers = await transport.stream(
    method as DescMethod & { methodKind: 'bidi_streaming' },
    undefined,
    5_000,
    undefined,
    once(request),
  );
  for await (const answer of answers.message) void answer;
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

function transportTo(servers: ProtoContract, encoding: Encoding, useHttpGet: boolean): Transport {
  return createRouterTransport(
    (router) => {
      for (const service of servers.services.values()) {
        for (const method of service.methods) router.rpc(method as never, answer(method) as never);
      }
    },
    { transport: { useBinaryFormat: encoding === 'binary', useHttpGet } as object },
  );
}

function answer(method: DescMethod): (request: unknown) => unknown {
  const value = create(method.output);
  switch (method.methodKind) {
    case 'unary':
      return () => value;
    case 'client_streaming':
      return async (requests) => {
        for await (const request of requests as AsyncIterable<unknown>) void request;
        return value;
      };
    case 'server_streaming':
      return () => once(value);
    case 'bidi_streaming':
      return async function* (requests) {
        for await (const request of requests as AsyncIterable<unknown>) void request;
        yield value;
      };
  }
}
