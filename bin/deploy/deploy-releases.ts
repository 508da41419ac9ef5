import { publishMissing, type SchemaVersion } from '../../driver/registry/publish-missing.ts';
import type { Target } from '../../driver/targets/target.ts';
import type { Release } from '../../lib/releases.ts';
import { openShop } from '../open-shop.ts';
import { runSteps, type Show, type Step } from '../progress.ts';
import { accountOf } from '../targets/reachable.ts';
import { createAssemblies, synthesizeReleases } from './assemblies.ts';
import { bootstrap, deploy } from './cdk.ts';
import { isBootstrapped } from './deployed.ts';

export interface DeployOptions {
  /** Whether the data outlives the stacks; by default as usual on the target. */
  protectData?: boolean;
  /** Whether scenarios may make services fail; by default they cannot. */
  faults?: boolean;
  /** `on` (the default), `off`, or the share of new traces that are recorded. */
  tracing?: string;
  show: Show;
  signal: AbortSignal;
}

/**
 * Deploys releases to a target from their sources, one after the other, and bootstraps the account if necessary.
 * Returns the schemas that the deployment has not published and that were published afterwards.
 */
export async function deployReleases(
  target: Target,
  releases: readonly Release[],
  { protectData = target.protectsData, faults = false, tracing = 'on', show, signal }: DeployOptions,
): Promise<SchemaVersion[]> {
  const account = await accountOf(target);
  const bootstrapped = await isBootstrapped(target);
  const assemblies = await createAssemblies();

  const synthesis: Step = {
    title: `Synthesise ${releases.join(', ')}`,
    run: (say) =>
      synthesizeReleases(assemblies, releases, { protectData, faults, tracing, signal, onLine: say }),
  };
  const bootstrapping: Step = {
    title: 'Bootstrap',
    run: (say) => bootstrap(target, account, { signal, onLine: say }),
  };
  const deployments = releases.map(
    (release): Step => ({
      title: `Deploy ${release}`,
      run: (say) => deploy(target, assemblies.of(release), { signal, onLine: say }),
    }),
  );
  let published: SchemaVersion[] = [];
  const registry: Step = {
    title: 'Check the schema registry',
    run: async () => {
      published = await publishSchemas(target, signal);
    },
  };
  try {
    const preparation = bootstrapped ? synthesis : { title: 'Prepare', atOnce: [synthesis, bootstrapping] };
    await runSteps([preparation, ...deployments, registry], show);
    return published;
  } finally {
    await assemblies.remove();
  }
}

async function publishSchemas(target: Target, signal: AbortSignal): Promise<SchemaVersion[]> {
  const { aws, system, close } = await openShop(target);
  try {
    return await publishMissing({ aws, system, signal });
  } finally {
    close();
  }
}

/** One sentence for the user; undefined when the deployment has published everything itself. */
export function describePublished(published: readonly SchemaVersion[]): string | undefined {
  if (published.length === 0) return undefined;
  const names = published.map(({ subject, version }) => `${subject} v${version}`).join(', ');
  return `This target skips custom resources. Published to the schema registry: ${names}.`;
}
