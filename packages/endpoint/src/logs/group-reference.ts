import { findGroup, type LogGroup, type LogsEngine } from './engine.ts';
import { logsError } from './errors.ts';

export function referencedGroup(
  engine: LogsEngine,
  input: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined },
): LogGroup {
  const { logGroupName: name, logGroupIdentifier: identifier } = input;
  if ((name === undefined) === (identifier === undefined)) {
    throw logsError.invalidParameter('Specify either logGroupName or logGroupIdentifier, and not both.');
  }
  return findGroup(engine, name ?? identifier ?? '');
}
