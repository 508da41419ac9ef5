import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { compareContracts } from '../../../schemas/compatibility/proto/compare-contracts.ts';
import { readContract } from '../../../schemas/compatibility/proto/contract.ts';
import { hasPresence } from '../../../schemas/compatibility/proto/field-type.ts';
import type { Encoding, ProtoRule } from '../../../schemas/compatibility/proto/rule.ts';
import * as v1 from '../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import * as v2 from '../../../schemas/gen/proto/shop/fraud/v2/fraud_pb.ts';
import { type Effects, REFUSAL } from '../outcome.ts';
import { changesBetween, type Pair, receiverOf, senderOf } from '../pair.ts';

const MESSAGES = {
  v1: { request: v1.AssessRequestSchema, response: v1.AssessResponseSchema },
  v2: { request: v2.AssessRequestSchema, response: v2.AssessResponseSchema },
};

/** Without these there is no call. After the others a receiver reads something else than was sent. */
const REFUSES: ReadonlySet<ProtoRule> = new Set(['service', 'method', 'streaming', 'idempotency', 'type']);

/**
 * From the contracts alone: the checker says what is misunderstood, and the messages which fields a receiver does not
 * have. A field without presence that is not sent reads as its zero value, which a sender may mean, too.
 */
export function predictFraud(pair: Pair, encoding: Encoding): Effects {
  const contracts = [
    readContract([v1.file_shop_fraud_v1_fraud], 'shop.fraud.v1'),
    readContract([v2.file_shop_fraud_v2_fraud], 'shop.fraud.v2'),
  ] as const;
  const changes = changesBetween(pair, compareContracts(...contracts)).filter(({ encodings }) =>
    encodings.includes(encoding),
  );
  if (changes.some(({ rule }) => REFUSES.has(rule))) return REFUSAL;
  const sent: DescMessage = MESSAGES[senderOf(pair)][pair.direction];
  const expected: DescMessage = MESSAGES[receiverOf(pair)][pair.direction];
  const without = (message: DescMessage, field: DescField) =>
    !message.fields.some(({ number, jsonName }) =>
      encoding === 'binary' ? number === field.number : jsonName === field.jsonName,
    );
  const misunderstood = expected.fields.filter(({ name }) =>
    changes.some(({ path }) => path.split('/').includes(name)),
  );
  const readAsZero = expected.fields.filter(
    (field) => field.fieldKind !== 'list' && !hasPresence(field) && without(sent, field),
  );
  return {
    refused: false,
    lost: names(sent.fields.filter((field) => without(expected, field))),
    misread: names([...misunderstood, ...readAsZero]),
  };
}

function names(fields: readonly DescField[]): string[] {
  return fields.map(({ localName }) => localName);
}
