import type { ResourceRecord } from '../model.ts';

/** The resources of a deployed API by path segment. The most specific one wins: static, then `{name}`, then `{name+}`. */
export interface RouteNode<T> {
  readonly statics: Map<string, RouteNode<T>>;
  variable: { name: string; node: RouteNode<T> } | undefined;
  greedy: { name: string; target: T } | undefined;
  target: T | undefined;
}

export interface RouteMatch<T> {
  readonly target: T;
  readonly parameters: Record<string, string> | undefined;
}

export function routeTree<T>(
  resources: Iterable<ResourceRecord>,
  targetOf: (resource: ResourceRecord) => T,
): RouteNode<T> {
  const root = emptyNode<T>();
  for (const resource of resources) {
    let node = root;
    const parts = resource.path.split('/').filter((part) => part !== '');
    const greedy = parts.at(-1)?.endsWith('+}') ? parts.pop() : undefined;
    for (const part of parts) node = below(node, part);
    if (greedy !== undefined) node.greedy = { name: greedy.slice(1, -2), target: targetOf(resource) };
    else node.target = targetOf(resource);
  }
  return root;
}

function below<T>(node: RouteNode<T>, part: string): RouteNode<T> {
  if (part.startsWith('{')) {
    node.variable ??= { name: part.slice(1, -1), node: emptyNode() };
    return node.variable.node;
  }
  let next = node.statics.get(part);
  if (next === undefined) {
    next = emptyNode();
    node.statics.set(part, next);
  }
  return next;
}

function emptyNode<T>(): RouteNode<T> {
  return { statics: new Map(), variable: undefined, greedy: undefined, target: undefined };
}

/** Finds a resource by the decoded segments of a path. */
export function matchRoute<T>(
  node: RouteNode<T>,
  segments: readonly string[],
  at = 0,
): RouteMatch<T> | undefined {
  const segment = segments[at];
  if (segment === undefined) {
    return node.target === undefined ? undefined : { target: node.target, parameters: undefined };
  }
  const next = node.statics.get(segment);
  const found = next && matchRoute(next, segments, at + 1);
  if (found) return found;
  if (node.variable && segment !== '') {
    const { name, node: following } = node.variable;
    const match = matchRoute(following, segments, at + 1);
    if (match) return { target: match.target, parameters: { [name]: segment, ...match.parameters } };
  }
  if (node.greedy === undefined) return undefined;
  return { target: node.greedy.target, parameters: { [node.greedy.name]: segments.slice(at).join('/') } };
}

/** Decoded segments of a path; undefined for a malformed percent escape. A trailing slash says nothing. */
export function segmentsOf(path: string): string[] | undefined {
  const trimmed = path.endsWith('/') ? path.slice(1, -1) : path.slice(1);
  if (trimmed === '') return [];
  const segments = trimmed.split('/');
  if (!trimmed.includes('%')) return segments;
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
