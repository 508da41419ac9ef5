import type { PolicyStatement } from './evaluate.ts';

const MAX_REMEMBERED = 256;
const remembered = new Map<string, readonly PolicyStatement[]>();

/** The statements of a policy document, which was checked when it was set. Repeated documents are parsed once. */
export function policyStatements(document: string): readonly PolicyStatement[] {
  const known = remembered.get(document);
  if (known !== undefined) return known;
  const { Statement: statement } = JSON.parse(document) as { Statement?: unknown };
  const statements = (statement === undefined ? [] : [statement].flat()).filter(isStatement);
  const [oldest] = remembered.keys();
  if (remembered.size >= MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  remembered.set(document, statements);
  return statements;
}

function isStatement(value: unknown): value is PolicyStatement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
