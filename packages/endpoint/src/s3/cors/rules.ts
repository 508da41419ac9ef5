import type { CorsRule } from '../configurations/cors.ts';

/** What a page asks for, in its request or in the preflight before it. */
export interface CorsRequest {
  origin: string;
  method: string;
  /** Names of headers that the page wants to set; only a preflight lists them. */
  headers: readonly string[];
}

/** The first rule that allows a request, and the pattern of that rule which its origin fits. */
export function allowingRule(
  rules: readonly CorsRule[],
  { origin, method, headers }: CorsRequest,
): { rule: CorsRule; allowedOrigin: string } | undefined {
  for (const rule of rules) {
    if (!rule.AllowedMethods.some((allowed) => allowed === method)) continue;
    const allowedOrigin = rule.AllowedOrigins.find((pattern) => fits(pattern, origin));
    if (allowedOrigin === undefined) continue;
    const allowedHeaders = (rule.AllowedHeaders ?? []).map((name) => name.toLowerCase());
    if (headers.every((name) => allowedHeaders.some((pattern) => fits(pattern, name.toLowerCase())))) {
      return { rule, allowedOrigin };
    }
  }
  return undefined;
}

/** A pattern has at most one `*`, which stands for any text. */
function fits(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const after = pattern.length - star - 1;
  return (
    text.length >= star + after &&
    text.startsWith(pattern.slice(0, star)) &&
    text.endsWith(pattern.slice(star + 1))
  );
}

/** What the browser needs to see. https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html */
export function corsHeaders(
  { rule, allowedOrigin }: { rule: CorsRule; allowedOrigin: string },
  { origin, headers }: CorsRequest,
): Record<string, string> {
  const anyOrigin = allowedOrigin === '*';
  return {
    'access-control-allow-origin': anyOrigin ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(headers.length > 0 && { 'access-control-allow-headers': headers.join(', ').toLowerCase() }),
    ...(rule.ExposeHeaders?.length && { 'access-control-expose-headers': rule.ExposeHeaders.join(', ') }),
    ...(rule.MaxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
    ...(!anyOrigin && { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}
