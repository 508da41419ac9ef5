import type { Contract } from '../pair.ts';
import { fieldsOf, readPaymentsContract } from './contract.ts';

/** What a client that checks responses against its contract makes of a payment. */
export interface PaymentSchema {
  isValid(payment: unknown): boolean;
  /** The fields that the contract names, which are those that typed code can read. */
  known(payment: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

export async function paymentSchema(contract: Contract): Promise<PaymentSchema> {
  // Only those who check responses pay for loading it.
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const document = readPaymentsContract(contract);
  // Formats are for the contract's own tests: the checker's predictions here are about fields and values.
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ ...document, $id: 'contract' });
  const validate = ajv.getSchema('contract#/components/schemas/Payment');
  if (validate === undefined) throw new Error('The contract has no schema of a payment');
  const names = new Set(fieldsOf(document).response);
  return {
    isValid: (payment) => validate(payment) === true,
    known: (payment) => Object.fromEntries(Object.entries(payment).filter(([name]) => names.has(name))),
  };
}
