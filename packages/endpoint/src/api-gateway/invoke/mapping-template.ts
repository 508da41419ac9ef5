import { apiGatewayError } from '../errors.ts';
import { type Expression, type Node, parseTemplate, type Reference } from './template-parser.ts';

/** Names that a template starts with, such as `input`, `context`, `stageVariables` and `util`. */
export type Scope = Record<string, unknown>;

/** Renders a template; what it sets is set in the scope. */
export type Template = (scope: Scope) => string;

/** Compiles a mapping template; refuses one that says more than we understand. */
export function compileTemplate(source: string): Template {
  const nodes = parseTemplate(source);
  return (scope) => render(nodes, scope);
}

function render(nodes: readonly Node[], scope: Scope): string {
  return nodes.map((node) => renderNode(node, scope)).join('');
}

function renderNode(node: Node, scope: Scope): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'reference': {
      const value = read(node.reference, scope);
      // Velocity leaves a reference to nothing as it stands, unless it is quiet.
      return value === undefined || value === null ? (node.quiet ? '' : node.source) : asText(value);
    }
    case 'set':
      assign(node.target, evaluate(node.value, scope), scope);
      return '';
    case 'if': {
      const taken = node.branches.find(
        ({ condition }) => condition === undefined || isTrue(evaluate(condition, scope)),
      );
      return taken ? render(taken.body, scope) : '';
    }
  }
}

function evaluate(expression: Expression, scope: Scope): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'reference':
      return read(expression.reference, scope);
    case 'not':
      return !isTrue(evaluate(expression.operand, scope));
    case 'binary': {
      const left = evaluate(expression.left, scope);
      if (expression.operator === '||') return isTrue(left) || isTrue(evaluate(expression.right, scope));
      if (expression.operator === '&&') return isTrue(left) && isTrue(evaluate(expression.right, scope));
      const equal = left === evaluate(expression.right, scope);
      return expression.operator === '==' ? equal : !equal;
    }
  }
}

/** Velocity's truth: all but false and nothing. */
function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

function read({ name, path }: Reference, scope: Scope): unknown {
  let value: unknown = scope[name];
  for (const step of path) {
    if (step.call === undefined) {
      value = isMap(value) && Object.hasOwn(value, step.name) ? value[step.name] : undefined;
    } else {
      const parameters = step.call.map((each) => evaluate(each, scope));
      value = invoke(value, step.name, parameters);
    }
  }
  return value;
}

function assign({ name, path }: Reference, value: unknown, scope: Scope): void {
  const names = [name, ...path.map((step) => step.name)];
  const last = names.pop() ?? name;
  let holder: Record<string, unknown> = scope;
  for (const each of names) {
    const next = Object.hasOwn(holder, each) ? holder[each] : undefined;
    if (!isMap(next)) return; // Velocity ignores what cannot be set.
    holder = next;
  }
  holder[last] = value;
}

function invoke(target: unknown, method: string, parameters: unknown[]): unknown {
  if (isMap(target)) {
    const own = Object.hasOwn(target, method) ? target[method] : undefined;
    if (typeof own === 'function') return own(...parameters);
    const key = String(parameters[0]);
    if (method === 'get') return Object.hasOwn(target, key) ? target[key] : undefined;
    if (method === 'containsKey') return Object.hasOwn(target, key);
  }
  if (typeof target === 'string') return onString(target, method, String(parameters[0] ?? ''));
  return undefined;
}

function onString(target: string, method: string, parameter: string): unknown {
  switch (method) {
    case 'matches':
      // Java's `matches` is about the whole string.
      return new RegExp(`^(?:${parameter})$`).test(target);
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
