import type { Method, ShopAnswer } from '../clients/shop-client.ts';
import type { ServiceName } from '../system.ts';
import type { CanaryResult, ProbeContext } from './probe.ts';

export interface CanaryRequests {
  readonly result: CanaryResult;
  /** Undefined, and counted as an error, when the answer does not have the wanted status. */
  send(
    wanted: number,
    method: Method,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ShopAnswer | undefined>;
}

/** The requests of one canary to one service, counted. */
export function canaryRequests(
  { shop }: Pick<ProbeContext, 'shop'>,
  service: ServiceName,
  signal: AbortSignal,
): CanaryRequests {
  const result: CanaryResult = { requests: 0, errors: 0, writtenBy: undefined, losses: [] };
  return {
    result,
    async send(wanted, method, path, body, headers) {
      result.requests += 1;
      const answer = await shop.send(service, method, path, body, signal, headers).catch(() => undefined);
      signal.throwIfAborted();
      if (answer?.status === wanted) return answer;
      result.errors += 1;
      return undefined;
    },
  };
}
