import { validation } from '../errors.ts';
import { type Holder, list } from './holders.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html */
const MAX_STATEMENT_LENGTH = 8192;

/** The members of the operations that take several statements. */
const LISTS: ReadonlyMap<string, string> = new Map([
  ['BatchExecuteStatement', 'Statements'],
  ['ExecuteTransaction', 'TransactStatements'],
]);

/** Checks what the engine does not of PartiQL statements and their parameters. Throws AwsError. */
export function checkStatements(operation: string, input: Holder): void {
  if (operation === 'ExecuteStatement') checkStatement(input, '');
  const member = LISTS.get(operation);
  if (member === undefined) return;
  const prefix = `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
  list(input[member]).forEach((statement, index) => {
    checkStatement(statement, `${prefix}.${index + 1}.member.`);
  });
}

function checkStatement({ Statement: statement, Parameters: parameters }: Holder, at: string): void {
  if (typeof statement === 'string' && statement.length > MAX_STATEMENT_LENGTH) {
    throw constraint(statement, `${at}statement`, `less than or equal to ${MAX_STATEMENT_LENGTH}`);
  }
  if (statement === '') throw constraint('', `${at}statement`, 'greater than or equal to 1');
  if (Array.isArray(parameters) && parameters.length === 0) {
    throw constraint('[]', `${at}parameters`, 'greater than or equal to 1');
  }
}

function constraint(value: string, at: string, length: string) {
  return validation(
    `1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: Member must have length ${length}`,
  );
}
