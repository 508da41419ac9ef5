import { setOwn } from '../../core/own.ts';
import type { Patterns } from '../../core/patterns.ts';
import { apiGatewayError } from '../errors.ts';
import { type Expression, type Node, parseTemplate, type Reference } from './template-parser.ts';

/** Names that a template starts with, such as `input`, `context`, `stageVariables` and `util`. */
export type Scope = Record<string, unknown>;

/** Renders a template; what it sets is set in the scope. Patterns that it tests run under a deadline. */
export type Template = (scope: Scope, patterns: Patterns) => Promise<string>;

/** Compiles a mapping template; refuses one that says more than we understand. */
export function compileTemplate(source: string): Template {
  const nodes = parseTemplate(source);
  return (scope, patterns) => new Renderer(scope, patterns).render(nodes);
}

class Renderer {
  readonly #scope: Scope;
  readonly #patterns: Patterns;

  constructor(scope: Scope, patterns: Patterns) {
    this.#scope = scope;
    this.#patterns = patterns;
  }

  async render(nodes: readonly Node[]): Promise<string> {
    let text = '';
    for (const node of nodes) text += await this.#renderNode(node);
    return text;
  }

  async #renderNode(node: Node): Promise<string> {
    switch (node.kind) {
      case 'text':
        return node.text;
      case 'reference': {
        const value = await this.#read(node.reference);
        // Velocity leaves a reference to nothing as it stands, unless it is quiet.
        return value === undefined || value === null ? (node.quiet ? '' : node.source) : asText(value);
      }
      case 'set':
        assign(node.target, await this.#evaluate(node.value), this.#scope);
        return '';
      case 'if':
        for (const { condition, body } of node.branches) {
          const taken = condition === undefined || isTrue(await this.#evaluate(condition));
          if (taken) return this.render(body);
        }
        return '';
    }
  }

  async #evaluate(expression: Expression): Promise<unknown> {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'reference':
        return this.#read(expression.reference);
      case 'not':
        return !isTrue(await this.#evaluate(expression.operand));
      case 'binary': {
        const { operator, right } = expression;
        const left = await this.#evaluate(expression.left);
        if (operator === '||') return isTrue(left) || isTrue(await this.#evaluate(right));
        if (operator === '&&') return isTrue(left) && isTrue(await this.#evaluate(right));
        const equal = left === (await this.#evaluate(right));
        return operator === '==' ? equal : !equal;
      }
    }
  }

  async #read({ name, path }: Reference): Promise<unknown> {
    let value = ownMember(this.#scope, name);
    for (const step of path) {
      if (step.call === undefined) {
        value = ownMember(value, step.name);
        continue;
      }
      const parameters: unknown[] = [];
      for (const each of step.call) parameters.push(await this.#evaluate(each));
      value = await this.#invoke(value, step.name, parameters);
    }
    return value;
  }

  #invoke(target: unknown, method: string, parameters: unknown[]): unknown {
    if (isMap(target)) {
      const own = ownMember(target, method);
      if (typeof own === 'function') return own(...parameters);
      const key = String(parameters[0]);
      if (method === 'get') return ownMember(target, key);
      if (method === 'containsKey') return Object.hasOwn(target, key);
    }
    if (typeof target !== 'string') return undefined;
    const parameter = String(parameters[0] ?? '');
    return method === 'matches' ? this.#matches(target, parameter) : onString(target, method, parameter);
  }

  /** Java's `matches` is about the whole string. */
  async #matches(target: string, pattern: string): Promise<boolean> {
    const result = await this.#patterns.test(`^(?:${pattern})$`, target);
    if (result === 'matches' || result === 'differs') return result === 'matches';
    const why = result === 'timeout' ? 'takes too long to test' : 'is not a valid regular expression';
    throw new Error(`A pattern of a mapping template ${why}.`);
  }
}

/** Velocity's truth: all but false and nothing. */
function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** Not what every object inherits, such as `constructor`. */
function ownMember(value: unknown, name: string): unknown {
  return isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function assign({ name, path }: Reference, value: unknown, scope: Scope): void {
  const names = [name, ...path.map((step) => step.name)];
  const last = names.pop() ?? name;
  let holder: Record<string, unknown> = scope;
  for (const each of names) {
    const next = ownMember(holder, each);
    if (!isMap(next)) return; // Velocity ignores what cannot be set.
    holder = next;
  }
  setOwn(holder, last, value);
}

function onString(target: string, method: string, parameter: string): unknown {
  switch (method) {
    case 'equals':
      return target === parameter;
    case 'equalsIgnoreCase':
      return target.toLowerCase() === parameter.toLowerCase();
    case 'contains':
      return target.includes(parameter);
    case 'startsWith':
      return target.startsWith(parameter);
    case 'endsWith':
      return target.endsWith(parameter);
    case 'toLowerCase':
      return target.toLowerCase();
    case 'toUpperCase':
      return target.toUpperCase();
    case 'isEmpty':
      return target === '';
    case 'length':
      return target.length;
    default:
      throw apiGatewayError.notImplemented(`the method ${method} of a string in mapping templates`);
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
