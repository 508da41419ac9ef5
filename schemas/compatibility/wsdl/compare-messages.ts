import type { Message, MessageElement } from '../../wsdl/soap-contract.ts';
import { compareTypes } from './compare-types.ts';
import type { Reason } from './rule.ts';

/** What a receiver of `expected` may refuse of the messages that `sent` allows, as XML Schema has it. */
export function compareMessages(sent: Message, expected: Message, path: string): Reason[] {
  const pairs = expected.elements.map((element) => [find(sent, element), element] as const);
  return [
    ...pairs.flatMap(([own, element]) => compareElements(own, element, `${path}/${element.name}`)),
    ...sent.elements
      .filter((element) => find(expected, element) === undefined)
      .map((element) => unknown(element, expected, `${path}/${element.name}`)),
    ...compareOrder(sent, expected, path),
    ...(sent.open && !expected.open ? [closed(path)] : []),
  ];
}

function compareElements(sent: MessageElement | undefined, expected: MessageElement, path: string): Reason[] {
  const isMissing = expected.required && sent?.required !== true;
  const missing: Reason = {
    rule: 'required',
    path,
    sent: sent === undefined ? 'no such element' : 'optional',
    expected: 'required',
    sentence: `{sender} ${sent === undefined ? 'does not send' : 'may leave out'} an element that {receiver} requires.`,
  };
  return [
    ...(isMissing ? [missing] : []),
    ...(sent === undefined ? [] : compareTypes(sent.type, expected.type, path)),
  ];
}

/** An extension point is for other namespaces: in its own one, a message has the elements of its contract only. */
function unknown({ required }: MessageElement, { open }: Message, path: string): Reason {
  return {
    rule: 'unknown',
    path,
    sent: required ? 'required' : 'optional',
    expected: open ? 'no such element; open to other namespaces' : 'no such element',
    sentence: '{sender} may send an element that {receiver} does not know.',
  };
}

function compareOrder(sent: Message, expected: Message, path: string): Reason[] {
  const names = (one: Message, other: Message) =>
    one.elements.filter((element) => find(other, element) !== undefined).map(({ name }) => name);
  const [own, others] = [names(sent, expected), names(expected, sent)];
  if (own.join() === others.join()) return [];
  return [
    {
      rule: 'order',
      path,
      sent: own.join(', '),
      expected: others.join(', '),
      sentence: '{sender} sends elements in another order than {receiver} reads them.',
    },
  ];
}

function closed(path: string): Reason {
  return {
    rule: 'extension',
    path,
    sent: 'open to other namespaces',
    expected: 'closed',
    sentence: '{sender} may add elements of other namespaces, which {receiver} refuses.',
  };
}

function find({ elements }: Message, { name }: MessageElement): MessageElement | undefined {
  return elements.find((element) => element.name === name);
}
