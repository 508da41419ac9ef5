import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Release } from '../../lib/releases.ts';
import { runTool } from '../run-tool.ts';
import { AssemblyCache } from './assembly-cache.ts';

/** Cloud assemblies of several releases, ready to deploy, in a directory that `remove` takes away. */
export interface Assemblies {
  of(release: Release): string;
  remove(): Promise<void>;
}

export interface SynthesisOptions {
  /** Whether the data outlives the stacks. */
  protectData: boolean;
  /** Whether scenarios may make services fail; by default they cannot. */
  faults?: boolean;
  /** Whether an assembly that an earlier run made of the same sources will do; by default it will. */
  cached?: boolean;
  /** `on`, `off`, or the share of new traces that are recorded; `on` by default. */
  tracing?: string;
  signal: AbortSignal;
  onLine?: (line: string) => void;
}

/** Where the cloud assemblies will be; nothing is in there until they are synthesised. */
export async function createAssemblies(): Promise<Assemblies> {
  const directory = await mkdtemp(join(tmpdir(), 'dataflow-assemblies-'));
  return {
    of: (release) => join(directory, release),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Provides the cloud assemblies of releases. Those that no earlier run has made are synthesised. */
export async function synthesizeReleases(
  assemblies: Assemblies,
  releases: readonly Release[],
  { protectData, faults = false, tracing = 'on', cached = true, signal, onLine }: SynthesisOptions,
): Promise<void> {
  const switches = [
    ...(protectData ? ['--protect-data'] : []),
    ...(faults ? ['--faults'] : []),
    ...(tracing === 'on' ? [] : ['--tracing', tracing]),
  ];
  const cache = cached ? await AssemblyCache.open() : undefined;
  const missing: Release[] = [];
  for (const release of releases) {
    if (!(await cache?.restore(release, switches, assemblies.of(release)))) missing.push(release);
  }
  await synthesize(assemblies, missing, switches, { signal, ...(onLine && { onLine }) });
  for (const release of missing) await cache?.keep(release, switches, assemblies.of(release));
}

/** Synthesises releases in one process, which loads the CDK's library once. */
async function synthesize(
  assemblies: Assemblies,
  releases: readonly Release[],
  switches: readonly string[],
  options: Pick<SynthesisOptions, 'signal' | 'onLine'>,
): Promise<void> {
  const [first] = releases;
  if (first === undefined) return;
  const program = fileURLToPath(new URL('synthesize-releases.ts', import.meta.url));
  await runTool(process.execPath, [program, ...switches, join(assemblies.of(first), '..'), ...releases], {
    ...options,
    // aws-cdk-lib would otherwise run a template validator in WASM at every synth.
    env: { CDK_VALIDATION: 'false' },
  });
}
