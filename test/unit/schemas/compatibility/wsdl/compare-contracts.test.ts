import { describe, expect, it } from 'vitest';
import { ShopError } from '../../../../../lambdas/shared/errors.ts';
import { readMessage } from '../../../../../lambdas/shared/protocols/soap/message.ts';
import { MEETINGS, type Meeting } from '../../../../../schemas/compatibility/contract-change.ts';
import { compareContracts } from '../../../../../schemas/compatibility/wsdl/compare-contracts.ts';
import { readWsdl } from '../../../../../schemas/wsdl/read-wsdl.ts';
import type { SoapContract } from '../../../../../schemas/wsdl/soap-contract.ts';
import { readXml } from '../../../../../schemas/xml/read-xml.ts';
import { CHANGES, type Change, OLDER } from './changes.ts';
import { possibleMessages } from './possible-messages.ts';

const older = readWsdl(OLDER);

function predicted({ newer }: Change): ReturnType<typeof compareContracts> {
  return compareContracts({ contract: older, version: 1 }, { contract: readWsdl(newer), version: 1 });
}

/** Whether the validator of the receiver refuses a message that the validator of the sender lets through. */
function isBroken({ direction, senderIsOlder }: Meeting, newer: SoapContract): boolean {
  const [sender, receiver] = senderIsOlder ? [older, newer] : [newer, older];
  return sender.operations.some((operation) => {
    const other = receiver.operations.find(({ name }) => name === operation.name);
    if (other === undefined) return direction === 'request';
    const parts = direction === 'request' ? (['input'] as const) : (['output', 'fault'] as const);
    return parts.some((part) =>
      [...possibleMessages(sender, operation[part])].some((message) => {
        if (refuses(sender, operation[part], message))
          throw new Error(`not a message of its sender: ${message}`);
        return refuses(receiver, other[part], message);
      }),
    );
  });
}

function refuses(contract: SoapContract, name: string, message: string): boolean {
  try {
    readMessage(contract, name, readXml(message));
    return false;
  } catch (error) {
    if (error instanceof ShopError && error.code === 'bad-request') return true;
    throw error;
  }
}

describe('the comparison of WSDL contracts', () => {
  it('is held to at least 25 changes', () => {
    expect(CHANGES.length).toBeGreaterThanOrEqual(25);
    expect(new Set(CHANGES.map(({ name }) => name)).size).toBe(CHANGES.length);
  });

  it.each(CHANGES)('predicts what $name breaks, and why', (change) => {
    const changes = predicted(change);
    const rules = (direction: 'request' | 'response', upgrade: 'servers-first' | 'clients-first') =>
      changes
        .filter((each) => each.direction === direction && each.upgrade === upgrade)
        .map(({ rule }) => rule)
        .sort();
    const { request, response } = change.expected;
    expect({
      request: {
        serversFirst: rules('request', 'servers-first'),
        clientsFirst: rules('request', 'clients-first'),
      },
      response: {
        serversFirst: rules('response', 'servers-first'),
        clientsFirst: rules('response', 'clients-first'),
      },
    }).toEqual({
      request: {
        serversFirst: request.serversFirst.toSorted(),
        clientsFirst: request.clientsFirst.toSorted(),
      },
      response: {
        serversFirst: response.serversFirst.toSorted(),
        clientsFirst: response.clientsFirst.toSorted(),
      },
    });
  });

  it.each(CHANGES)('agrees with what the validators do to messages after $name', (change) => {
    const newer = readWsdl(change.newer);
    for (const meeting of MEETINGS) {
      const { direction, upgrade } = meeting;
      const isPredicted = predicted(change).some(
        (each) => each.direction === direction && each.upgrade === upgrade,
      );
      expect(isBroken(meeting, newer), `${direction}, ${upgrade}`).toBe(isPredicted);
    }
  });

  it('names path, rule, both sides and the reason', () => {
    const [change] = CHANGES.filter(({ name }) => name === 'a smaller maximum');
    if (change === undefined) throw new Error('there is no such change');
    expect(predicted(change)).toEqual([
      {
        direction: 'request',
        upgrade: 'servers-first',
        path: 'BookShipment: input/weightGrams',
        rule: 'maximum',
        before: '1000000',
        after: '500000',
        message: 'An old client may send more than 500000, the most that a new server takes.',
      },
    ]);
  });
});
