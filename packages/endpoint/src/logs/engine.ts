import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import { logsError } from './errors.ts';
import type { EventStore } from './event-store.ts';

export interface LogGroup {
  name: string;
  /** Milliseconds, as all times of this service. */
  created: number;
  retentionInDays: number | undefined;
  kmsKeyId: string | undefined;
  logGroupClass: 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY';
  tags: Record<string, string>;
}

export interface LogStream {
  group: string;
  name: string;
  created: number;
  firstEvent: number | undefined;
  lastEvent: number | undefined;
  lastIngestion: number | undefined;
}

export interface LogsEngine {
  readonly context: EndpointContext;
  /** Groups by name. */
  readonly groups: Collection<LogGroup>;
  /** Streams by `streamKey`. */
  readonly streams: Collection<LogStream>;
  readonly events: EventStore;
}

/** Neither name can hold a colon. */
export function streamKey(group: string, stream: string): string {
  return `${group}:${stream}`;
}

export function logGroupArn({ context }: LogsEngine, name: string): string {
  return `arn:aws:logs:${context.region}:${context.accountId}:log-group:${name}`;
}

/** The name in an ARN of a group (with or without `:*`), or the name itself. */
export function groupName(identifier: string): string {
  return /^arn:aws:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/.exec(identifier)?.[1] ?? identifier;
}

export function findGroup({ groups }: LogsEngine, identifier: string): LogGroup {
  const group = groups.get(groupName(identifier));
  if (group === undefined) throw logsError.resourceNotFound('group');
  return group;
}

export function findStream(engine: LogsEngine, group: LogGroup, name: string): LogStream {
  const stream = engine.streams.get(streamKey(group.name, name));
  if (stream === undefined) throw logsError.resourceNotFound('stream');
  return stream;
}

export function streamsOf({ streams }: LogsEngine, group: LogGroup): LogStream[] {
  return [...streams.values()].filter((stream) => stream.group === group.name);
}

export function removeStream(engine: LogsEngine, { group, name }: LogStream): void {
  engine.events.removeStream(streamKey(group, name));
  engine.streams.delete(streamKey(group, name));
}

/** Events before this moment have expired. */
export function retentionStart({ context }: LogsEngine, { retentionInDays }: LogGroup): number {
  return retentionInDays === undefined ? 0 : context.clock.now() - retentionInDays * 86_400_000;
}
