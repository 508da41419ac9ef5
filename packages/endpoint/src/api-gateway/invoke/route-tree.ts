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

/** One segment of a path: as it was sent, which is what a parameter holds, and decoded. */
export interface Segment {
  readonly sent: string;
  readonly decoded: string;
}

/**
 * Finds the most specific resource that takes the request. One that is more specific and has no such method does not
 * stand in the way of another, such as `/{proxy+}` with ANY. Parameters stay percent-encoded, as on AWS.
 */
export function matchRoute<T, M>(
  node: RouteNode<T>,
  segments: readonly Segment[],
  take: (target: T) => M | undefined,
  at = 0,
): RouteMatch<M> | undefined {
  const taken = (target: T | undefined, parameters?: Record<string, string>) => {
    const match = target === undefined ? undefined : take(target);
    return match === undefined ? undefined : { target: match, parameters };
  };
  const segment = segments[at];
  if (segment === undefined) return taken(node.target);
  const next = node.statics.get(segment.decoded);
  const found = next && matchRoute(next, segments, take, at + 1);
  if (found) return found;
  if (node.variable && segment.sent !== '') {
    const { name, node: following } = node.variable;
    const match = matchRoute(following, segments, take, at + 1);
    if (match) return { target: match.target, parameters: { [name]: segment.sent, ...match.parameters } };
  }
  if (node.greedy === undefined) return undefined;
  const rest = segments.slice(at).map(({ sent }) => sent);
  return taken(node.greedy.target, { [node.greedy.name]: rest.join('/') });
}

/** The segments of a path; undefined for a malformed percent escape. A trailing slash says nothing. */
export function segmentsOf(path: string): Segment[] | undefined {
  const trimmed = path.endsWith('/') ? path.slice(1, -1) : path.slice(1);
  if (trimmed === '') return [];
  try {
    return trimmed.split('/').map((sent) => ({ sent, decoded: decodeURIComponent(sent) }));
  } catch {
    return undefined;
  }
}
