import { compareDocuments } from '../../../schemas/compatibility/openapi/compare-documents.ts';
import { type Effects, REFUSAL } from '../outcome.ts';
import { changesBetween, type Pair, receiverOf, senderOf } from '../pair.ts';
import { fieldsOf, readPaymentsContract } from './contract.ts';

/**
 * From the contracts alone. The checker predicts for receivers that check messages against their contract: what it reports
 * they refuse. Fields that the receiver's contract does not name are ignored.
 */
export function predictPayments(pair: Pair): Effects {
  const [older, newer] = [
    { document: readPaymentsContract('v1'), version: 1 },
    { document: readPaymentsContract('v2'), version: 2 },
  ];
  if (changesBetween(pair, compareDocuments(older, newer)).length > 0) return REFUSAL;
  const [sent, known] = [senderOf(pair), receiverOf(pair)].map(
    (contract) => fieldsOf(readPaymentsContract(contract))[pair.direction],
  );
  return { refused: false, lost: (sent ?? []).filter((name) => known?.includes(name) !== true), misread: [] };
}
