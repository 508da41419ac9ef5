import type { Target } from '../../driver/targets/target.ts';
import { FIRST_RELEASE } from '../../lib/releases.ts';
import { runSteps, type Show } from '../progress.ts';
import { createAssemblies, synthesizeReleases } from './assemblies.ts';
import { destroy } from './cdk.ts';

/**
 * Destroys every stack of the shop. Which release is synthesised does not matter, for their stacks are the same; and
 * what is kept of them is decided by the templates that are deployed.
 */
export async function destroyShop(
  target: Target,
  { show, signal }: { show: Show; signal: AbortSignal },
): Promise<void> {
  const assemblies = await createAssemblies();
  try {
    await runSteps(
      [
        {
          title: 'Synthesise',
          run: (say) =>
            synthesizeReleases(assemblies, [FIRST_RELEASE], {
              protectData: target.protectsData,
              signal,
              onLine: say,
            }),
        },
        {
          title: 'Destroy',
          run: (say) => destroy(target, assemblies.of(FIRST_RELEASE), { signal, onLine: say }),
        },
      ],
      show,
    );
  } finally {
    await assemblies.remove();
  }
}
