import type { APIGatewayProxyResult } from 'aws-lambda';
import { ShopError } from '../errors.ts';
import { activeFaults } from './active-faults.ts';
import type { Fault, FaultRule } from './fault-rule.ts';
import { padded } from './slow-body.ts';

/** Where a call arrives. */
export interface FaultPoint {
  service: string;
  /** Who calls, from its user agent; undefined for callers from outside the shop. */
  caller: string | undefined;
  /** As the protocol names it: `POST /payments`, `Assess`, `BookShipment`. */
  operation: string;
}

export type Answering = () => Promise<APIGatewayProxyResult>;

/**
 * Runs an operation under the faults that are active for it. Every handler calls it around the operation and the
 * rendering of its answer; what it throws is answered as the protocol answers any other ShopError.
 *
 * @throws ShopError `internal`, `dependency-unavailable` or `too-many-requests`, and what `run` throws
 */
export async function applyFaults(point: FaultPoint, run: Answering): Promise<APIGatewayProxyResult> {
  const rules = await activeFaults();
  return rules.length === 0 ? run() : underFaults(faultsAt(rules, point, Math.random), run);
}

/** Those that strike this call, in the order of their rules. */
export function faultsAt(
  rules: readonly FaultRule[],
  { service, caller, operation }: FaultPoint,
  random: () => number,
): Fault[] {
  return rules
    .filter(
      (rule) =>
        rule.service === service &&
        (rule.caller === undefined || rule.caller === caller) &&
        (rule.operation === undefined || rule.operation === operation) &&
        random() < rule.share,
    )
    .map(({ fault }) => fault);
}

/** Each fault is around those after it: latency before an error delays the error. */
export function underFaults(faults: readonly Fault[], run: Answering): Promise<APIGatewayProxyResult> {
  return faults.reduceRight<Answering>((inner, fault) => () => underFault(fault, inner), run)();
}

async function underFault(fault: Fault, run: Answering): Promise<APIGatewayProxyResult> {
  switch (fault.kind) {
    case 'latency':
      await sleep(fault.ms);
      return run();
    case 'late-answer': {
      const result = await run();
      await sleep(fault.ms);
      return result;
    }
    case 'error':
      throw new ShopError('internal', 'an injected fault');
    case 'unavailable':
      throw new ShopError('dependency-unavailable', 'an injected fault');
    case 'refusal':
      throw new ShopError('too-many-requests', 'an injected fault');
    case 'slow-body': {
      const result = padded(await run(), fault.bytes);
      await sleep(fault.ms);
      return result;
    }
    case 'wrong-encoding':
      return inBase64(await run());
    // It is about what the service calls, see active-protections.ts.
    case 'protections':
      return run();
  }
}

/** As API Gateway answers where a function encodes a body and the API has no binary media type for it. */
function inBase64(result: APIGatewayProxyResult): APIGatewayProxyResult {
  const { body, isBase64Encoded = false } = result;
  if (isBase64Encoded) return { ...result, isBase64Encoded: false };
  return { ...result, body: Buffer.from(body).toString('base64') };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
