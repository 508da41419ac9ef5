import type { Release } from '../../lib/releases.ts';
import { runSteps, type Show, type Step } from '../progress.ts';
import { accountOf } from '../targets/reachable.ts';
import type { Target } from '../targets/target.ts';
import { createAssemblies, synthesizeReleases } from './assemblies.ts';
import { bootstrap, deploy } from './cdk.ts';
import { isBootstrapped } from './deployed.ts';

/** Brings releases from sources to a target, one on top of the other, and prepares the account if it is not yet. */
export async function deployReleases(
  target: Target,
  releases: readonly Release[],
  { show, signal }: { show: Show; signal: AbortSignal },
): Promise<void> {
  const account = await accountOf(target);
  const bootstrapped = await isBootstrapped(target);
  const assemblies = await createAssemblies();

  const synthesis: Step = {
    title: `Synthesise ${releases.join(', ')}`,
    run: (say) => synthesizeReleases(assemblies, releases, { signal, onLine: say }),
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
  try {
    const preparation = bootstrapped ? synthesis : { title: 'Prepare', atOnce: [synthesis, bootstrapping] };
    await runSteps([preparation, ...deployments], show);
  } finally {
    await assemblies.remove();
  }
}
