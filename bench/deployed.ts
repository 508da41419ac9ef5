import { type SpawnedEndpoint, spawnEndpoint } from '@modes-of-dataflow/endpoint';
import { type DeployOptions, deployReleases } from '../bin/deploy/deploy-releases.ts';
import { openShop, type Shop } from '../bin/open-shop.ts';
import { endpointTarget } from '../driver/targets/endpoint.ts';
import type { Target } from '../driver/targets/target.ts';

export interface Deployed {
  endpoint: SpawnedEndpoint;
  target: Target;
  shop: Shop;
  close(): Promise<void>;
}

/** An endpoint of its own with the first release of the shop. */
export async function deployed(
  say: (words: string) => void,
  options: Pick<DeployOptions, 'tracing'> = {},
): Promise<Deployed> {
  say('deploying');
  const endpoint = await spawnEndpoint({ port: 0 });
  try {
    const target = endpointTarget('embedded', endpoint.url, 'us-east-1');
    await deployReleases(target, ['v1'], {
      ...options,
      show: 'nothing',
      signal: new AbortController().signal,
    });
    const shop = await openShop(target);
    return {
      endpoint,
      target,
      shop,
      async close() {
        shop.close();
        await endpoint.close();
      },
    };
  } catch (error) {
    await endpoint.close();
    throw error;
  }
}
