import fc from 'fast-check';
import { mutatedJson } from './mutated-json.ts';
import type { JsonEvent } from './support/events.ts';

/** What a queue takes as a body: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const SQS_BODY = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u;

/** The event with members changed, with the members of its data changed, and with the bytes of its data changed. */
export function mutatedEvent(valid: JsonEvent): fc.Arbitrary<string> {
  const text = (json: fc.Arbitrary<Buffer>) => json.map((bytes) => bytes.toString('utf8'));
  const { data, data_base64 } = valid;
  const inData =
    data_base64 === undefined
      ? text(mutatedJson(data ?? {})).map((text) => {
          const { data: _, ...event } = valid;
          return `${JSON.stringify(event).slice(0, -1)},"data":${text}}`;
        })
      : fc
          .array(fc.record({ at: fc.nat(200), value: fc.nat(255) }), { minLength: 1, maxLength: 3 })
          .map((changes) => {
            const bytes = Buffer.from(data_base64, 'base64');
            for (const { at, value } of changes) bytes[at % bytes.length] = value;
            return JSON.stringify({ ...valid, data_base64: bytes.toString('base64') });
          });
  return fc
    .oneof({ weight: 2, arbitrary: text(mutatedJson({ ...valid })) }, { weight: 1, arbitrary: inData })
    .filter((body) => SQS_BODY.test(body));
}
