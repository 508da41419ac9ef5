import { apiGatewayError } from '../errors.ts';

/**
 * The part of the Velocity Template Language that mapping templates of mock integrations need: text, references,
 * `#set`, `#if`/`#elseif`/`#else`/`#end` and `##` comments. Anything else is refused when the template is stored.
 * https://velocity.apache.org/engine/1.7/vtl-reference.html
 */
export type Node =
  | { kind: 'text'; text: string }
  | { kind: 'reference'; reference: Reference; quiet: boolean; source: string }
  | { kind: 'set'; target: Reference; value: Expression }
  | { kind: 'if'; branches: { condition: Expression | undefined; body: Node[] }[] };

export interface Reference {
  name: string;
  path: Step[];
}

/** `.name`, or `.name(…)` where it has arguments. */
export interface Step {
  name: string;
  call: Expression[] | undefined;
}

export type Expression =
  | { kind: 'literal'; value: unknown }
  | { kind: 'reference'; reference: Reference }
  | { kind: 'not'; operand: Expression }
  | { kind: 'binary'; operator: '==' | '!=' | '&&' | '||'; left: Expression; right: Expression };

/** "Mapping template size: 300 KB": https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MAX_TEMPLATE_BYTES = 300 * 1024;
/** What is nested deeper than anyone writes would exhaust the stack. */
const DEEPEST = 100;
const MAX_CHAIN_LENGTH = 1000;

const DIRECTIVE =
  /#(?:\{(else|end)\}|(set|if|elseif|else|end|foreach|macro|define|include|parse|evaluate|stop|break)\b)/y;
const REFERENCE_START = /\$(!?)(\{?)([A-Za-z_][\w-]*)/y;
const STEP = /\.([A-Za-z_][\w-]*)(\(?)/y;
const LITERAL = /'((?:[^']|'')*)'|"((?:[^"]|"")*)"|(-?\d+(?:\.\d+)?)|(true|false|null)\b/y;

export function parseTemplate(source: string): Node[] {
  if (Buffer.byteLength(source) > MAX_TEMPLATE_BYTES) {
    throw apiGatewayError.badRequest(
      `A mapping template must not be larger than ${MAX_TEMPLATE_BYTES} bytes`,
    );
  }
  return new Parser(source).all();
}

class Parser {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  all(): Node[] {
    const { nodes, end } = this.#nodes();
    if (end !== undefined) throw malformed(`#${end} without #if`);
    return nodes;
  }

  /** Nodes up to `#elseif`, `#else` or `#end` of an enclosing `#if`, or up to the end of the text. */
  #nodes(): { nodes: Node[]; end: string | undefined } {
    const nodes: Node[] = [];
    let text = '';
    const flush = () => {
      if (text !== '') nodes.push({ kind: 'text', text });
      text = '';
    };
    while (this.#at < this.#source.length) {
      if (this.#take(/##[^\n]*\n?/y)) continue;
      const [, braced, plain] = this.#take(DIRECTIVE) ?? [];
      const directive = braced ?? plain;
      if (directive === 'elseif' || directive === 'else' || directive === 'end') {
        flush();
        return { nodes, end: directive };
      }
      if (directive !== undefined) {
        flush();
        nodes.push(this.#directive(directive));
        continue;
      }
      const start = this.#at;
      const begun = this.#take(REFERENCE_START);
      if (begun) {
        flush();
        const [, quiet, brace, name = ''] = begun;
        const reference = this.#reference(name);
        if (brace) this.#expect(/\}/y, '}');
        const whole = this.#source.slice(start, this.#at);
        nodes.push({ kind: 'reference', reference, quiet: quiet === '!', source: whole });
        continue;
      }
      text += this.#source[this.#at];
      this.#at += 1;
    }
    flush();
    return { nodes, end: undefined };
  }

  #directive(name: string): Node {
    if (name === 'set') {
      this.#expect(/\s*\(\s*\$\{?/y, '(');
      const target = this.#reference(this.#expect(/[A-Za-z_][\w-]*/y, 'a name')[0]);
      this.#expect(/\}?\s*=/y, '=');
      const value = this.#expression();
      // Velocity takes the line break after a directive that stands alone.
      this.#expect(/\s*\)[ \t]*\n?/y, ')');
      return { kind: 'set', target, value };
    }
    if (name === 'if') return this.#conditional();
    throw apiGatewayError.notImplemented(`#${name} in mapping templates`);
  }

  #conditional(): Node {
    return this.#nested(() => this.#branches());
  }

  #branches(): Node {
    const branches: { condition: Expression | undefined; body: Node[] }[] = [];
    let end: string | undefined = 'if';
    while (end !== 'end') {
      let condition: Expression | undefined;
      if (end === 'else') this.#take(/[ \t]*\n/y);
      else {
        this.#expect(/\s*\(/y, '(');
        condition = this.#expression();
        this.#expect(/\s*\)[ \t]*\n?/y, ')');
      }
      const block = this.#nodes();
      if (block.end === undefined) throw malformed('#if without #end');
      branches.push({ condition, body: block.nodes });
      end = block.end;
    }
    this.#take(/[ \t]*\n/y);
    return { kind: 'if', branches };
  }

  #reference(name: string): Reference {
    const path: Step[] = [];
    for (let step = this.#take(STEP); step; step = this.#take(STEP)) {
      path.push({ name: step[1] ?? '', call: step[2] === '(' ? this.#arguments() : undefined });
    }
    if (this.#take(/\[/y))
      throw apiGatewayError.notImplemented('an index in a reference of a mapping template');
    return { name, path };
  }

  #arguments(): Expression[] {
    const values: Expression[] = [];
    if (this.#take(/\s*\)/y)) return values;
    do values.push(this.#expression());
    while (this.#take(/\s*,/y));
    this.#expect(/\s*\)/y, ')');
    return values;
  }

  #expression(): Expression {
    return this.#nested(() => this.#chain(/\s*\|\|/y, '||', () => this.#conjunction()));
  }

  #conjunction(): Expression {
    return this.#chain(/\s*&&/y, '&&', () => this.#comparison());
  }

  #comparison(): Expression {
    const left = this.#operand();
    const operator = this.#take(/\s*(==|!=)/y)?.[1];
    if (operator !== '==' && operator !== '!=') return left;
    return { kind: 'binary', operator, left, right: this.#operand() };
  }

  #operand(): Expression {
    this.#take(/\s+/y);
    if (this.#take(/!(?!=)/y)) return { kind: 'not', operand: this.#nested(() => this.#operand()) };
    if (this.#take(/\(/y)) {
      const inner = this.#expression();
      this.#expect(/\s*\)/y, ')');
      return inner;
    }
    const literal = this.#take(LITERAL);
    if (literal) {
      const [, single, double, numeric, word] = literal;
      if (double?.includes('$'))
        throw apiGatewayError.notImplemented('references within strings of a mapping template');
      if (numeric !== undefined) return { kind: 'literal', value: Number(numeric) };
      if (word !== undefined)
        return { kind: 'literal', value: word === 'null' ? undefined : word === 'true' };
      return { kind: 'literal', value: single?.replaceAll("''", "'") ?? double?.replaceAll('""', '"') };
    }
    const [, , brace, name = ''] = this.#expect(REFERENCE_START, 'a value');
    const reference = this.#reference(name);
    if (brace) this.#expect(/\}/y, '}');
    return { kind: 'reference', reference };
  }

  #chain(separator: RegExp, operator: '||' | '&&', next: () => Expression): Expression {
    let left = next();
    for (let length = 1; this.#take(separator); length += 1) {
      if (length > MAX_CHAIN_LENGTH)
        throw malformed(`more than ${MAX_CHAIN_LENGTH} operators follow each other`);
      left = { kind: 'binary', operator, left, right: next() };
    }
    return left;
  }

  #nested<T>(parse: () => T): T {
    if (this.#depth >= DEEPEST) throw malformed(`it is nested deeper than ${DEEPEST} levels`);
    this.#depth += 1;
    const parsed = parse();
    this.#depth -= 1;
    return parsed;
  }

  #take(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const match = expression.exec(this.#source);
    if (match === null) return undefined;
    this.#at = expression.lastIndex;
    return match;
  }

  #expect(expression: RegExp, what: string): RegExpExecArray {
    const match = this.#take(expression);
    if (match === undefined) throw malformed(`${what} expected at character ${this.#at + 1}`);
    return match;
  }
}

function malformed(reason: string): Error {
  return apiGatewayError.badRequest(`Invalid mapping template: ${reason}`);
}
