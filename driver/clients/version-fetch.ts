import type { DriverContext } from '../context.ts';
import { invokeRaw } from './invoke-http.ts';

/** What generated clients need a base URL for, although no request leaves for it. */
export const VERSION_BASE_URL = 'http://version.invalid';

/**
 * `fetch` for generated clients, which invokes one version of a function, whichever is live.
 *
 * @param qualifier a version number, or `$LATEST`
 * @param resources the paths of the API, with their parameters, as `/v1/payments/{paymentId}`
 * @param readdress changes the path of every request
 */
export function versionFetch(
  context: Pick<DriverContext, 'aws' | 'signal'>,
  functionName: string,
  qualifier: string,
  resources: readonly string[],
  readdress: (path: string) => string = (path) => path,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const body = await request.text();
    const answer = await invokeRaw(context, functionName, qualifier, {
      method: request.method,
      ...resourceOf(resources, readdress(pathname)),
      query: Object.fromEntries(searchParams),
      headers: Object.fromEntries(request.headers),
      ...(body !== '' && { body }),
    });
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  };
}

interface Resource {
  resource: string;
  parameters: Record<string, string>;
}

/** As API Gateway finds it. @throws when no resource has this path */
export function resourceOf(resources: readonly string[], path: string): Resource {
  const parts = path.split('/');
  for (const resource of resources) {
    const names = resource.split('/');
    const isMatch =
      names.length === parts.length && names.every((name, at) => isParameter(name) || name === parts[at]);
    if (!isMatch) continue;
    const parameters = names.flatMap((name, at) =>
      isParameter(name) ? [[name.slice(1, -1), decodeURIComponent(parts[at] ?? '')]] : [],
    );
    return { resource, parameters: Object.fromEntries(parameters) };
  }
  throw new Error(`The API has no resource for ${path}`);
}

function isParameter(name: string): boolean {
  return name.startsWith('{');
}
