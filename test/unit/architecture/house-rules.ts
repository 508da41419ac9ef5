import type { OwnImport } from './imports.ts';

/** Which rooms of the house a file may import from, besides its own. */
const MAY_KNOW: Record<string, readonly string[]> = {
  bin: ['lib', 'scenarios', 'local'],
  scenarios: ['schemas'],
  lib: ['schemas'],
  lambdas: ['schemas'],
  schemas: [],
  local: [],
  // A benchmark may hold a stopwatch to code by itself: what a deployed system adds is measured apart.
  bench: ['bin', 'lib', 'lambdas', 'scenarios', 'local'],
  test: ['bin', 'lib', 'lambdas', 'schemas', 'scenarios', 'local', 'bench'],
};

/** Why an import is against the rules of the house, or undefined when it is not. */
export function violation({ from, to }: OwnImport): string | undefined {
  const [room, part, release] = from.split('/');
  const [otherRoom, otherPart, otherRelease] = to.split('/');
  if (room === undefined || otherRoom === undefined) return undefined;

  if (room !== otherRoom && !MAY_KNOW[room]?.includes(otherRoom)) {
    return `${room} does not know ${otherRoom}`;
  }
  if (room === 'lambdas' && otherRoom === 'lambdas') {
    if (otherPart !== part && otherPart !== 'shared')
      return `the service ${part} does not know another service`;
    if (isRelease(release) && isRelease(otherRelease) && release !== otherRelease) {
      return `release ${release} does not know release ${otherRelease}`;
    }
    if (!isRelease(release) && isRelease(otherRelease)) return `${from} serves all releases and knows none`;
  }
  if (room === 'local' && otherRoom === 'local' && isService(from) && isService(to) && part !== otherPart) {
    return `the services of the endpoint speak to each other through the context's call only`;
  }
  if (room === 'local' && part === 'core' && isService(to)) return `the core knows no service`;
  return undefined;
}

function isRelease(folder: string | undefined): boolean {
  return folder !== undefined && /^v\d+(-\w+)?$/.test(folder);
}

/** `local/<service>/…`; files directly in `local/` put the endpoint together and `core` serves all. */
function isService(path: string): boolean {
  const parts = path.split('/');
  return parts[0] === 'local' && parts.length > 2 && parts[1] !== 'core';
}
