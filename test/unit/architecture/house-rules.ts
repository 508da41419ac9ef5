import type { OwnImport } from './imports.ts';

/** Which rooms of the house a file may import from, besides its own. */
const MAY_KNOW: Record<string, readonly string[]> = {
  bin: ['lib', 'driver', 'scenarios', 'packages/endpoint', 'packages/testing', 'packages/report'],
  scenarios: ['driver', 'schemas'],
  driver: ['schemas'],
  lib: ['schemas'],
  lambdas: ['schemas'],
  schemas: [],
  'packages/endpoint': [],
  'packages/testing': ['packages/endpoint'],
  // A benchmark may time code by itself: what a deployed system adds is measured apart.
  bench: ['bin', 'lib', 'lambdas', 'driver', 'scenarios', 'schemas', 'packages/endpoint'],
  // Tests of the endpoint wait with `eventually`, which does not need the endpoint.
  'packages/endpoint/test': ['packages/endpoint', 'packages/testing'],
  'packages/testing/test': ['packages/testing', 'packages/endpoint', 'packages/endpoint/test'],
  test: [
    'bin',
    'lib',
    'lambdas',
    'schemas',
    'driver',
    'scenarios',
    'bench',
    'packages/endpoint',
    'packages/testing',
    'packages/endpoint/test',
  ],
};

/** What the endpoint exports as `@modes-of-dataflow/endpoint/testing`. */
const TEST_SUPPORT = 'packages/endpoint/src/testing/';

/** Which releases a service has: a table without code, for the rooms that deploy releases or call them by name. */
const RELEASES_FILE = /^lambdas\/[\w-]+\/releases\.json$/;
const MAY_READ_RELEASES: readonly string[] = ['lib', 'driver', 'test'];

/** Why an import is against the rules of the house, or undefined when it is not. */
export function violation({ from, to }: OwnImport): string | undefined {
  const room = roomOf(from);
  const otherRoom = roomOf(to);
  if (RELEASES_FILE.test(to)) {
    return MAY_READ_RELEASES.includes(room) ? undefined : `${room} must not import ${to}`;
  }
  if (room !== otherRoom && !MAY_KNOW[room]?.includes(otherRoom))
    return `${room} must not import ${otherRoom}`;
  if (to.startsWith(TEST_SUPPORT) && !from.startsWith(TEST_SUPPORT) && !isTest(room)) {
    return `${TEST_SUPPORT} is for tests`;
  }
  if (room === 'lambdas' && otherRoom === 'lambdas') return lambdaViolation(from, to);
  if (room === 'packages/endpoint' && otherRoom === room) return endpointViolation(from, to);
  return undefined;
}

/** `packages/<name>` and its tests are rooms of their own; elsewhere the first folder is the room. */
function roomOf(path: string): string {
  const [first = '', second = '', third] = path.split('/');
  if (first !== 'packages') return first;
  return third === 'test' ? `packages/${second}/test` : `packages/${second}`;
}

function isTest(room: string): boolean {
  return room === 'test' || room.endsWith('/test');
}

function lambdaViolation(from: string, to: string): string | undefined {
  const [, service, release] = from.split('/');
  const [, otherService, otherRelease] = to.split('/');
  if (otherService !== service && otherService !== 'shared') {
    return `the service ${service} must not import another service`;
  }
  if (isRelease(release) && isRelease(otherRelease) && release !== otherRelease) {
    return `release ${release} must not import release ${otherRelease}`;
  }
  if (!isRelease(release) && isRelease(otherRelease)) return `${from} serves all releases and imports none`;
  return undefined;
}

function isRelease(folder: string | undefined): boolean {
  return folder !== undefined && /^v\d+(\.\d+)?(-\w+)?$/.test(folder);
}

function endpointViolation(from: string, to: string): string | undefined {
  const service = endpointService(from);
  const otherService = endpointService(to);
  if (otherService === undefined || service === otherService) return undefined;
  if (service !== undefined) return `the endpoint's services call each other through the context only`;
  if (from.startsWith('packages/endpoint/src/core/')) return 'the core imports no service';
  return undefined;
}

/** `packages/endpoint/src/<service>/…`; files directly in `src/` wire the endpoint, and `core` serves all. */
function endpointService(path: string): string | undefined {
  const [, , , folder, file] = path.split('/');
  return file === undefined || folder === 'core' || folder === 'testing' ? undefined : folder;
}
