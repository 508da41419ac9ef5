import type { System } from '../driver/system.ts';
import { kebabCase } from './kebab-case.ts';

/** The functions of the shop, by the names that the command line uses. */
export function shopFunctions({
  services,
  registry,
  relay,
  consumers,
  archive,
  records,
  workers,
  replay,
  groups,
}: System): Map<string, string> {
  const named = [...Object.entries(services), ...Object.entries(consumers)].map(
    ([name, { functionName }]) => [name, functionName] as const,
  );
  const releases = Object.entries(records.functions).map(
    ([release, functionName]) => [`records-${release}`, functionName] as const,
  );
  return new Map([
    ...named,
    ['relay', relay.functionName],
    ['replay', replay.functionName],
    ...Object.entries(groups).map(([name, { functionName }]) => [name, functionName] as const),
    ['registry', registry.functionName],
    ['archive', archive.functionName],
    ...Object.entries(workers).map(([name, { functionName }]) => [kebabCase(name), functionName] as const),
    ...releases,
  ]);
}
