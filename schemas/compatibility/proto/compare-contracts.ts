import type { DescMethod, DescService } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import { MEETINGS, type Meeting } from '../contract-change.ts';
import { MessageComparison } from './compare-messages.ts';
import type { ProtoContract } from './contract.ts';
import { ENCODINGS, type Encoding, type ProtoChange, type Reason } from './rule.ts';

/**
 * Predicts what breaks while clients and servers of two versions meet, in Protobuf's binary format and in JSON. Names
 * of packages do not count: whether the older address stays served is not in the contract.
 *
 * @throws InvalidProtoError when a message is not of proto3
 */
export function compareContracts(older: ProtoContract, newer: ProtoContract): ProtoChange[] {
  return MEETINGS.flatMap((meeting) => {
    const [sent, expected] = meeting.senderIsOlder ? [older, newer] : [newer, older];
    const found = new Map<string, { reason: Reason; encodings: Encoding[] }>();
    for (const encoding of ENCODINGS) {
      for (const reason of reasonsOf(sent, expected, meeting, encoding)) {
        const key = JSON.stringify(reason);
        const known = found.get(key);
        if (known === undefined) found.set(key, { reason, encodings: [encoding] });
        else known.encodings.push(encoding);
      }
    }
    return [...found.values()].map(({ reason, encodings }) => asChange(reason, meeting, encodings));
  });
}

function reasonsOf(
  sent: ProtoContract,
  expected: ProtoContract,
  meeting: Meeting,
  encoding: Encoding,
): Reason[] {
  return [...sent.services].flatMap(([name, service]) => {
    const other = expected.services.get(name);
    if (other !== undefined) return compareServices(service, other, meeting, encoding);
    // A server sends no answer to what its client does not call.
    return meeting.direction === 'request' ? [notServed('service', name)] : [];
  });
}

function compareServices(
  sent: DescService,
  expected: DescService,
  { direction }: Meeting,
  encoding: Encoding,
): Reason[] {
  return sent.methods.flatMap((method) => {
    const path = `${sent.name}/${method.name}`;
    const other = expected.methods.find(({ name }) => name === method.name);
    if (direction === 'response') {
      if (other === undefined || other.methodKind !== method.methodKind) return [];
      return new MessageComparison(encoding).compare(method.output, other.output, `${path}: response`);
    }
    if (other === undefined) return [notServed('method', path)];
    if (other.methodKind !== method.methodKind) return [otherStreaming(method, other, path)];
    const message = new MessageComparison(encoding).compare(method.input, other.input, `${path}: request`);
    return [...compareIdempotency(method, other, path), ...message];
  });
}

function notServed(rule: 'service' | 'method', path: string): Reason {
  return {
    rule,
    path,
    sent: path,
    expected: `no such ${rule}`,
    sentence: `{sender} calls a ${rule} that {receiver} does not have.`,
  };
}

function otherStreaming(sent: DescMethod, expected: DescMethod, path: string): Reason {
  const [from, to] = [sent, expected].map(({ methodKind }) => methodKind.replace('_', ' '));
  return {
    rule: 'streaming',
    path,
    sent: from ?? '',
    expected: to ?? '',
    sentence: `{sender} makes a ${from} call, and {receiver} serves a ${to} method.`,
  };
}

/** Connect clients may call by GET what has no side effects. Servers refuse GET for all other methods. */
function compareIdempotency(sent: DescMethod, expected: DescMethod, path: string): Reason[] {
  const free = MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS;
  if (sent.methodKind !== 'unary' || sent.idempotency !== free || expected.idempotency === free) return [];
  return [
    {
      rule: 'idempotency',
      path,
      sent: 'NO_SIDE_EFFECTS',
      expected: MethodOptions_IdempotencyLevel[expected.idempotency],
      sentence: '{sender} may call the method by GET, which {receiver} refuses.',
    },
  ];
}

function asChange(
  { rule, path, sent, expected, sentence }: Reason,
  { direction, upgrade, sender, receiver, senderIsOlder }: Meeting,
  encodings: readonly Encoding[],
): ProtoChange {
  const [before, after] = senderIsOlder ? [sent, expected] : [expected, sent];
  const text = sentence.replaceAll('{sender}', sender).replaceAll('{receiver}', receiver);
  const where = { binary: 'In the binary format', json: 'In JSON' };
  const [only, second] = encodings;
  const message =
    only === undefined || second !== undefined
      ? text.charAt(0).toUpperCase() + text.slice(1)
      : `${where[only]}, ${text}`;
  return { direction, upgrade, path, rule, before, after, message, encodings };
}
