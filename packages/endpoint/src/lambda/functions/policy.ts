import type { PolicyStatement } from './function-record.ts';

/** A resource-based policy as GetPolicy shows it. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });
}
