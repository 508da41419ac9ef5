import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Contract } from '../pair.ts';

const FOLDER = join(import.meta.dirname, '../../../schemas/openapi/payments');

const fields = z.looseObject({ properties: z.record(z.string(), z.unknown()) });
const openApi = z.looseObject({
  components: z.looseObject({ schemas: z.looseObject({ NewPayment: fields, Payment: fields }) }),
});

export type PaymentsDocument = z.infer<typeof openApi>;

const documents = new Map<Contract, PaymentsDocument>();

export function readPaymentsContract(contract: Contract): PaymentsDocument {
  const known = documents.get(contract);
  if (known !== undefined) return known;
  const document = openApi.parse(parse(readFileSync(join(FOLDER, `${contract}.yaml`), 'utf8')));
  documents.set(contract, document);
  return document;
}

/** The names of the fields of requests and responses. */
export function fieldsOf({ components: { schemas } }: PaymentsDocument) {
  return {
    request: Object.keys(schemas.NewPayment.properties),
    response: Object.keys(schemas.Payment.properties),
  };
}
