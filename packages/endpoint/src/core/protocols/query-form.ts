import { coreError } from '../errors.ts';

type Value = string | Value[] | { [member: string]: Value };
interface Node {
  value?: string;
  members: Map<string, Node>;
}

/** Twice as deep as the deepest input of the services here. */
const MAX_DEPTH = 24;

/** CloudFormation takes 200 parameters of three members each, and 50 tags; the others take less. */
const MAX_PARAMETERS = 10_000;

/** Refuses a form before it is taken apart: a million parameters would keep the event loop busy for seconds. */
export function checkFormSize(body: Uint8Array): void {
  let parameters = 1;
  for (let at = body.indexOf(AMPERSAND); at >= 0; at = body.indexOf(AMPERSAND, at + 1)) parameters += 1;
  if (parameters > MAX_PARAMETERS) {
    throw coreError.malformedInput(`A request can have at most ${MAX_PARAMETERS} parameters.`);
  }
}

const AMPERSAND = 38;

/**
 * `Tags.member.1.Key=a` → `{Tags: [{Key: 'a'}]}`, `Attributes.entry.1.key=a&Attributes.entry.1.value=b` →
 * `{Attributes: {a: 'b'}}`. Every leaf stays text; the operation's schema knows what it is.
 */
export function parseForm(form: URLSearchParams): object {
  const root: Node = { members: new Map() };
  for (const [path, value] of form) {
    let node = root;
    const parts = path.split('.', MAX_DEPTH + 1);
    if (parts.length > MAX_DEPTH) throw coreError.malformedInput('A parameter name has too many parts.');
    for (const part of parts) {
      if (part === '__proto__') throw coreError.malformedInput('A parameter has a reserved name.');
      let next = node.members.get(part);
      if (next === undefined) {
        next = { members: new Map() };
        node.members.set(part, next);
      }
      node = next;
    }
    node.value = value;
  }
  return Object.fromEntries([...root.members].map(([name, node]) => [name, toValue(node)]));
}

function toValue(node: Node): Value {
  if (node.members.size === 0) return node.value ?? '';
  const list = node.members.get('member');
  if (list !== undefined && node.members.size === 1) {
    // An empty list is sent as `Name=` and carries no members; a lone `member` is always a list.
    return numbered(list).map(toValue);
  }
  const map = node.members.get('entry');
  if (map !== undefined && node.members.size === 1) {
    return Object.fromEntries(
      numbered(map).map((entry) => {
        const key = entry.members.get('key') ?? entry.members.get('Name');
        const value = entry.members.get('value') ?? entry.members.get('Value');
        return [key?.value ?? '', value === undefined ? '' : toValue(value)];
      }),
    );
  }
  return Object.fromEntries([...node.members].map(([name, child]) => [name, toValue(child)]));
}

function numbered(node: Node): Node[] {
  return [...node.members]
    .filter(([index]) => /^\d+$/.test(index))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
