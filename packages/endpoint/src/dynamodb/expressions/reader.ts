import type { AwsError } from '../../core/errors.ts';
import { dynamoDbError } from '../errors.ts';
import { type Token, tokenize } from './tokens.ts';

/** The request members that hold expressions. */
export type ExpressionName =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
const MAX_EXPRESSION_BYTES = 4096;
const MAX_OPERATORS = 300;
/** Deeper nesting than one level for each operator is made of redundant parentheses. */
const MAX_DEPTH = MAX_OPERATORS + 1;

/** Walks over the tokens of one expression; refuses it in the words of DynamoDB. */
export class ExpressionReader {
  readonly tokens: readonly Token[];
  readonly #name: ExpressionName;
  readonly #source: string;
  #position = 0;
  #operators = 0;
  #depth = 0;
  #refusal: string | undefined;

  /** Throws AwsError when the expression is too long. */
  constructor(name: ExpressionName, source: string) {
    this.#name = name;
    this.#source = source;
    const size = Buffer.byteLength(source);
    if (size > MAX_EXPRESSION_BYTES) {
      throw this.#invalid(`Expression size has exceeded the maximum allowed size; expression size: ${size}`);
    }
    this.tokens = tokenize(source);
  }

  /** Index of the next token. */
  get position(): number {
    return this.#position;
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.#position + ahead, this.tokens.length - 1)] as Token;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#position += 1;
    return token;
  }

  at(operator: string): boolean {
    const { kind, text } = this.peek();
    return kind === 'operator' && text === operator;
  }

  accept(operator: string): boolean {
    const found = this.at(operator);
    if (found) this.next();
    return found;
  }

  expect(operator: string): void {
    if (!this.accept(operator)) throw this.unexpected();
  }

  /** Keywords have no case. */
  atKeyword(keyword: string): boolean {
    const { kind, text } = this.peek();
    return kind === 'name' && text.toUpperCase() === keyword;
  }

  acceptKeyword(keyword: string): boolean {
    const found = this.atKeyword(keyword);
    if (found) this.next();
    return found;
  }

  /** Counts an operator or function. */
  countOperator(): void {
    this.#operators += 1;
    if (this.#operators > MAX_OPERATORS) {
      this.refuse(`The expression contains too many operators; operator count: ${this.#operators}`);
    }
  }

  /** Reads what stands inside parentheses or after a prefix operator. */
  nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.#invalid('The expression has redundant parentheses;');
    const result = read();
    this.#depth -= 1;
    return result;
  }

  /** Notes what is wrong with an expression whose syntax may be right: DynamoDB reports syntax errors first. */
  refuse(reason: string): void {
    this.#refusal ??= reason;
  }

  /** The refusal of the next token. */
  unexpected(): AwsError {
    const token = this.peek();
    const from = this.#position === 0 ? 0 : (this.tokens[this.#position - 1] as Token).start;
    const next = this.peek(1);
    const near = this.#source.slice(from, next.end);
    return this.#invalid(`Syntax error; token: "${token.text}", near: "${near}"`);
  }

  /** Throws unless the whole expression was read and nothing is wrong with it. */
  finish(): void {
    if (this.peek().kind !== 'end') throw this.unexpected();
    if (this.#refusal !== undefined) throw this.#invalid(this.#refusal);
  }

  #invalid(reason: string): AwsError {
    return dynamoDbError.validation(`Invalid ${this.#name}: ${reason}`);
  }
}
