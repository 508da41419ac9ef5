import { attributePath, substitutions } from './intrinsics.ts';
import { asFunction, isMap, type Value } from './template.ts';

export interface References {
  /** What `Ref` and `Fn::Sub` name: resources, parameters, pseudo parameters. */
  refs: Set<string>;
  /** `Fn::GetAtt` and dotted `Fn::Sub`, as `<logical id>` and `<attribute>`. */
  attributes: { logicalId: string; attribute: string }[];
  conditions: Set<string>;
  mappings: Set<string>;
}

/**
 * Everything that an expression refers to. With `taken`, only the branch of each `Fn::If` that its condition
 * chooses; without it, both.
 */
export function references(value: Value, taken?: (condition: string) => boolean): References {
  const found: References = { refs: new Set(), attributes: [], conditions: new Set(), mappings: new Set() };
  walk(value, found, taken);
  return found;
}

function walk(value: Value, found: References, taken?: (condition: string) => boolean): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, found, taken);
    return;
  }
  if (!isMap(value)) return;
  const [name, argument] = asFunction(value) ?? [];
  if (argument === undefined || name === 'Condition') {
    for (const member of Object.values(value)) walk(member, found, taken);
    return;
  }
  switch (name) {
    case 'Ref':
      if (typeof argument === 'string') found.refs.add(argument);
      return;
    case 'Fn::GetAtt': {
      const [logicalId, attribute] = attributePath(argument);
      found.attributes.push({ logicalId, attribute });
      return;
    }
    case 'Fn::Sub': {
      const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
      const own = isMap(variables ?? null) ? (variables as Record<string, Value>) : {};
      for (const mention of typeof template === 'string' ? substitutions(template) : []) {
        if (Object.hasOwn(own, mention)) continue;
        const dot = mention.indexOf('.');
        if (dot < 0) found.refs.add(mention);
        else found.attributes.push({ logicalId: mention.slice(0, dot), attribute: mention.slice(dot + 1) });
      }
      walk(own, found, taken);
      return;
    }
    case 'Fn::If': {
      const [condition, whenTrue, whenFalse] = Array.isArray(argument) ? argument : [];
      if (typeof condition === 'string') found.conditions.add(condition);
      const branches =
        taken === undefined || typeof condition !== 'string'
          ? [whenTrue, whenFalse]
          : [taken(condition) ? whenTrue : whenFalse];
      for (const branch of branches) if (branch !== undefined) walk(branch, found, taken);
      return;
    }
    case 'Fn::FindInMap':
      if (Array.isArray(argument) && typeof argument[0] === 'string') found.mappings.add(argument[0]);
      walk(argument, found, taken);
      return;
    default:
      walk(argument, found, taken);
  }
}

/** The conditions that a condition names with `{Condition: name}`. */
export function conditionReferences(value: Value): string[] {
  if (Array.isArray(value)) return value.flatMap(conditionReferences);
  if (!isMap(value)) return [];
  const [name, argument] = asFunction(value) ?? [];
  if (name === 'Condition' && typeof argument === 'string') return [argument];
  return Object.values(value).flatMap(conditionReferences);
}
