/** A path template such as `/functions/{FunctionName}/aliases/{Name}`; a last `{Name+}` takes the rest. */
export interface PathPattern {
  readonly expression: RegExp;
  readonly names: readonly string[];
}

export function compilePath(template: string): PathPattern {
  const names: string[] = [];
  const source = template
    .replace(/\/$/, '')
    .split(/(\{[^}]+\})/)
    .map((part) => {
      const parameter = /^\{([^}+]+)(\+?)\}$/.exec(part);
      if (parameter === null) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(parameter[1] as string);
      return parameter[2] === '+' ? '(.+)' : '([^/]+)';
    })
    .join('');
  return { expression: new RegExp(`^${source}/?$`), names };
}

/** The parameters, percent-decoded, or undefined when the path is another one. */
export function matchPath(pattern: PathPattern, path: string): Record<string, string> | undefined {
  const match = pattern.expression.exec(path);
  if (match === null) return undefined;
  try {
    return Object.fromEntries(
      pattern.names.map((name, index) => [name, decodeURIComponent(match[index + 1] as string)]),
    );
  } catch {
    return undefined; // A malformed percent escape names nothing.
  }
}
