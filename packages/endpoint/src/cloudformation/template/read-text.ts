import { cloudFormationError } from '../errors.ts';
import { MAX_DEPTH, nestedTooDeep } from './depth.ts';
import { isMap, type Value } from './template.ts';

/** Reads a template's text, JSON or YAML, into plain values. Throws a ValidationError in CloudFormation's words. */
export async function readText(body: string): Promise<Value> {
  const value = body.trimStart().startsWith('{') ? parseJson(body) : await parseYaml(body);
  checkValues(value);
  return value;
}

function parseJson(body: string): Value {
  try {
    return JSON.parse(body) as Value;
  } catch (error) {
    const position = /at position (\d+)/.exec((error as Error).message)?.[1];
    const before = body.slice(0, position === undefined ? body.length : Number(position)).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw cloudFormationError.templateFormatError(
      `JSON not well-formed. (line ${before.length}, column ${column})`,
    );
  }
}

async function parseYaml(body: string): Promise<Value> {
  // Most templates are JSON: the YAML parser is loaded for those that are not.
  const yaml = await import('./yaml.ts');
  return yaml.parseYaml(body) as Value;
}

/** Refuses `null`, texts that are no Unicode, and what is nested too deep. Does not recurse itself. */
function checkValues(root: Value): void {
  const open: { value: Value; path: string; depth: number }[] = [{ value: root, path: '', depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path, depth } = next;
    if (value === null)
      throw cloudFormationError.validation(`[${path}] 'null' values are not allowed in templates`);
    if (depth > MAX_DEPTH) throw nestedTooDeep();
    if (typeof value === 'string' && !value.isWellFormed()) {
      throw cloudFormationError.templateFormatError(
        `[${path}] contains a character that is not valid Unicode.`,
      );
    }
    const members = Array.isArray(value) ? value.entries() : isMap(value) ? Object.entries(value) : [];
    // In reverse, so that the first fault of the text is the one that is named.
    for (const [name, member] of [...members].reverse()) {
      open.push({ value: member, path: `${path}/${name}`, depth: depth + 1 });
    }
  }
}
