import { z } from 'zod';
import type { ObservedCall } from './dependency-graph.ts';

/** Who calls, where it is none of the shop's functions: a person, a test, a scenario. */
export const CLIENT = 'client';

/** What API Gateway writes for each request (lib/constructs/rest-service.ts); `-` where it has no value. */
const AccessLogLine = z.looseObject({
  method: z.string(),
  /** With its parameters, as `/orders/{orderId}`. */
  resource: z.string(),
  status: z.coerce.number(),
  latency: z.coerce.number(),
  caller: z.string(),
  /** When the request arrived. Stages that were deployed before this field was added do not log it. */
  epochMs: z.coerce.number().optional(),
});

type AccessLogLine = z.infer<typeof AccessLogLine>;

/** Undefined for a line of another format. */
export function readAccessLogLine(line: string): AccessLogLine | undefined {
  return AccessLogLine.safeParse(parseJson(line)).data;
}

/**
 * The calls of one API. `$context.identity.caller` of a function's signed request is `<role id>:<function name>`.
 *
 * @param functions names of the shop's functions, to services
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html "aws:userid"
 */
export function callsOfAccessLog(
  service: string,
  lines: readonly string[],
  functions: ReadonlyMap<string, string>,
): ObservedCall[] {
  return lines.flatMap((line) => {
    const entry = readAccessLogLine(line);
    if (entry === undefined) return [];
    return {
      from: callerOf(entry, functions),
      to: service,
      mode: 'sync',
      ms: entry.latency,
      failed: entry.status >= 500 || entry.status === 429,
    };
  });
}

/** @param functions names of the shop's functions, to services */
export function callerOf(
  { caller }: Pick<AccessLogLine, 'caller'>,
  functions: ReadonlyMap<string, string>,
): string {
  return functions.get(caller.slice(caller.indexOf(':') + 1)) ?? CLIENT;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
