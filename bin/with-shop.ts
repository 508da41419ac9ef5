import { interruptible } from './interrupt.ts';
import { openShop, type Shop } from './open-shop.ts';
import { resolveTarget, type TargetOptions } from './targets/resolve-target.ts';
import { withTarget } from './targets/with-target.ts';

/** Does the work of a command with the shop that is deployed to its target. Ctrl-C aborts the signal. */
export async function withShop(
  options: TargetOptions,
  work: (shop: Shop & { signal: AbortSignal }) => Promise<void>,
): Promise<void> {
  const target = resolveTarget(options, process.env);
  await interruptible((signal) =>
    withTarget(target, { signal }, async (signal) => {
      const shop = await openShop(target);
      try {
        await work({ ...shop, signal });
      } finally {
        shop.close();
      }
    }),
  );
}
