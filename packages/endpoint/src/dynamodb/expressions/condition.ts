import { type DocumentPath, readPath } from './path.ts';
import { type ExpressionName, ExpressionReader } from './reader.ts';

export type Operand =
  | { readonly kind: 'path'; readonly path: DocumentPath }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'function'; readonly name: string; readonly operands: readonly Operand[] };

/** `operator` is a comparator, AND, OR, NOT, BETWEEN or IN. */
export interface Operation {
  readonly kind: 'operation';
  readonly operator: string;
  readonly operands: readonly (Operation | Operand)[];
}

export type Condition = Operation | Operand;

const KEYWORDS: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN']);
const COMPARATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

export interface ParsedCondition {
  readonly condition: Condition;
  readonly reader: ExpressionReader;
  /** Parentheses around operands, by token: DynamoDB takes them, the engine does not. */
  readonly parentheses: ReadonlySet<number>;
}

/**
 * Reads a condition, filter or key condition expression. Throws AwsError for what DynamoDB's grammar does not allow.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function parseCondition(name: ExpressionName, source: string): ParsedCondition {
  const reader = new ExpressionReader(name, source);
  const parser = new ConditionParser(reader);
  const condition = parser.readOr();
  if (!isCondition(condition)) throw reader.unexpected();
  reader.finish();
  return { condition, reader, parentheses: parser.parentheses };
}

/** A lone path or value is an operand and no condition; a function may be either. */
function isCondition(read: Condition): boolean {
  return read.kind === 'operation' || read.kind === 'function';
}

class ConditionParser {
  readonly parentheses = new Set<number>();
  readonly #reader: ExpressionReader;

  constructor(reader: ExpressionReader) {
    this.#reader = reader;
  }

  readOr(): Condition {
    return this.#readJoined('OR', () => this.#readJoined('AND', () => this.#readNot()));
  }

  #readJoined(operator: string, read: () => Condition): Condition {
    let left = read();
    while (isCondition(left) && this.#reader.atKeyword(operator)) {
      this.#reader.next();
      this.#reader.countOperator();
      const right = read();
      if (!isCondition(right)) throw this.#reader.unexpected();
      left = { kind: 'operation', operator, operands: [left, right] };
    }
    return left;
  }

  #readNot(): Condition {
    if (!this.#reader.acceptKeyword('NOT')) return this.#readComparison();
    this.#reader.countOperator();
    const negated = this.#reader.nested(() => this.#readNot());
    if (!isCondition(negated)) throw this.#reader.unexpected();
    return { kind: 'operation', operator: 'NOT', operands: [negated] };
  }

  #readComparison(): Condition {
    const left = this.#readGroup();
    if (left.kind === 'operation') return left;
    const { text } = this.#reader.peek();
    if (COMPARATORS.has(text)) {
      this.#reader.next();
      return this.#operation(text, [left, this.#readOperand()]);
    }
    if (this.#reader.acceptKeyword('BETWEEN')) {
      const low = this.#readOperand();
      if (!this.#reader.acceptKeyword('AND')) throw this.#reader.unexpected();
      return this.#operation('BETWEEN', [left, low, this.#readOperand()]);
    }
    if (this.#reader.acceptKeyword('IN')) {
      this.#reader.expect('(');
      return this.#operation('IN', [left, ...this.#readList()]);
    }
    return left;
  }

  #operation(operator: string, operands: readonly Operand[]): Operation {
    this.#reader.countOperator();
    return { kind: 'operation', operator, operands };
  }

  /** A condition or an operand, with or without parentheses: only what follows tells them apart. */
  #readGroup(): Condition {
    const open = this.#reader.position;
    if (!this.#reader.accept('(')) return this.#readOperand();
    const inner = this.#reader.nested(() => this.readOr());
    const close = this.#reader.position;
    this.#reader.expect(')');
    if (!isCondition(inner)) this.parentheses.add(open).add(close);
    return inner;
  }

  #readOperand(): Operand {
    const open = this.#reader.position;
    if (this.#reader.accept('(')) {
      const inner = this.#reader.nested(() => this.#readOperand());
      this.parentheses.add(open).add(this.#reader.position);
      this.#reader.expect(')');
      return inner;
    }
    const { kind, text } = this.#reader.peek();
    if (kind === 'value') return { kind, name: this.#reader.next().text };
    if (kind === 'name' && this.#reader.peek(1).text === '(' && !KEYWORDS.has(text.toUpperCase())) {
      this.#reader.next();
      this.#reader.next();
      this.#reader.countOperator();
      return { kind: 'function', name: text, operands: this.#readList() };
    }
    return { kind: 'path', path: readPath(this.#reader, KEYWORDS) };
  }

  /** The operands of a function or of IN, up to and with the closing parenthesis. */
  #readList(): Operand[] {
    const operands: Operand[] = [];
    do {
      operands.push(this.#reader.nested(() => this.#readOperand()));
    } while (this.#reader.accept(','));
    this.#reader.expect(')');
    return operands;
  }
}
