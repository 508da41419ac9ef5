import { dynamoDbError } from '../errors.ts';
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
  if (operation === 'ExecuteStatement') {
    checkStatement(input, '');
    checkCount(input);
  }
  const member = LISTS.get(operation);
  if (member === undefined) return;
  const prefix = `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
  list(input[member]).forEach((statement, index) => {
    checkStatement(statement, `${prefix}.${index + 1}.member.`);
    // A batch reports what is wrong with one statement beside the results of the others; that is the engine's part.
    if (operation === 'ExecuteTransaction') checkCount(statement);
  });
}

/** Quoted text and comments, which hold no placeholder; an open quote leaves nothing to count. */
const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*/g;

function checkCount({ Statement: statement, Parameters: parameters = [] }: Holder): void {
  if (typeof statement !== 'string' || !Array.isArray(parameters)) return;
  const bare = statement.replace(QUOTED, ' ');
  if (/['"]/.test(bare)) return;
  if (bare.split('?').length - 1 !== parameters.length) {
    throw dynamoDbError.validation("Number of parameters in request and statement don't match.");
  }
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
  return dynamoDbError.validation(
    `1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: Member must have length ${length}`,
  );
}
