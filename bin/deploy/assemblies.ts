import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Release } from '../../lib/releases.ts';
import { runTool } from '../run-tool.ts';

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

/** Synthesises releases in one process, which loads the CDK's library once. */
export async function synthesizeReleases(
  assemblies: Assemblies,
  releases: readonly Release[],
  { protectData, faults = false, signal, onLine }: SynthesisOptions,
): Promise<void> {
  const [first] = releases;
  if (first === undefined) return;
  const program = fileURLToPath(new URL('synthesize-releases.ts', import.meta.url));
  const switches = [...(protectData ? ['--protect-data'] : []), ...(faults ? ['--faults'] : [])];
  await runTool(process.execPath, [program, ...switches, join(assemblies.of(first), '..'), ...releases], {
    signal,
    ...(onLine && { onLine }),
    // aws-cdk-lib would otherwise run a template validator in WASM at every synth.
    env: { CDK_VALIDATION: 'false' },
  });
}
