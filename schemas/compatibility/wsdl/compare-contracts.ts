import { messageOf, type Operation, type SoapContract } from '../../wsdl/soap-contract.ts';
import { type ContractChange, MEETINGS, type Meeting } from '../contract-change.ts';
import { compareMessages } from './compare-messages.ts';
import type { Reason, WsdlRule } from './rule.ts';

/** A contract, and the version that its namespace ends with (`urn:shop:carrier:v1`), if it does. */
export interface VersionedContract {
  contract: SoapContract;
  version?: number;
}

/**
 * Predicts what breaks while clients and servers of two versions meet, when both check messages against their schema.
 * Namespaces count without the version: whether the older one stays served is not in the contract. SOAPAction does not
 * count, because servers dispatch by the element in the body.
 */
export function compareContracts(
  older: VersionedContract,
  newer: VersionedContract,
): ContractChange<WsdlRule>[] {
  return MEETINGS.flatMap((meeting) => {
    const [sent, expected] = meeting.senderIsOlder ? [older, newer] : [newer, older];
    const reasons =
      namespaceOf(sent) === namespaceOf(expected)
        ? reasonsOf(sent.contract, expected.contract, meeting)
        : [otherNamespace(namespaceOf(sent), namespaceOf(expected))];
    return reasons.map((reason) => asChange(reason, meeting));
  });
}

function namespaceOf({ contract: { namespace }, version }: VersionedContract): string {
  const suffix = `:v${version}`;
  return version !== undefined && namespace.endsWith(suffix) ? namespace.slice(0, -suffix.length) : namespace;
}

function reasonsOf(sent: SoapContract, expected: SoapContract, { direction }: Meeting): Reason[] {
  return sent.operations.flatMap((operation) => {
    const other = expected.operations.find(({ name }) => name === operation.name);
    // A server sends no answer to what its client does not call.
    if (other === undefined) return direction === 'request' ? [notServed(operation)] : [];
    const parts = direction === 'request' ? (['input'] as const) : (['output', 'fault'] as const);
    return parts.flatMap((part) => {
      const path = `${operation.name}: ${part}`;
      if (operation[part] !== other[part]) return [otherMessage(operation[part], other[part], path)];
      const name = operation[part];
      return compareMessages(messageOf(sent, name), messageOf(expected, name), path);
    });
  });
}

function otherNamespace(sent: string, expected: string): Reason {
  const sentence = '{sender} sends elements of a namespace that {receiver} does not know.';
  return { rule: 'namespace', path: 'targetNamespace', sent, expected, sentence };
}

function notServed({ name }: Operation): Reason {
  return {
    rule: 'operation',
    path: name,
    sent: name,
    expected: 'no such operation',
    sentence: '{sender} calls an operation that {receiver} does not have.',
  };
}

function otherMessage(sent: string, expected: string, path: string): Reason {
  const sentence = `{sender} sends ${sent}, and {receiver} reads ${expected}.`;
  return { rule: 'message', path, sent, expected, sentence };
}

function asChange(
  { rule, path, sent, expected, sentence }: Reason,
  { direction, upgrade, sender, receiver, senderIsOlder }: Meeting,
): ContractChange<WsdlRule> {
  const [before, after] = senderIsOlder ? [sent, expected] : [expected, sent];
  const text = sentence.replaceAll('{sender}', sender).replaceAll('{receiver}', receiver);
  const message = text.charAt(0).toUpperCase() + text.slice(1);
  return { direction, upgrade, path, rule, before, after, message };
}
