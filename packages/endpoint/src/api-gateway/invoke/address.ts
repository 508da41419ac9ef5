import type { WireRequest } from '../../core/wire.ts';

/** Where a request to a deployed API goes. */
export interface Address {
  readonly apiId: string;
  readonly stageName: string;
  /** Path within the stage, still percent-encoded; begins with one slash, however many were sent. */
  readonly path: string;
  /** The same with as many slashes as were sent, as `requestContext.path` shows it. */
  readonly sentPath: string;
  /** The host, where the address stands in it as it does on AWS. */
  readonly host: string | undefined;
}

/** LocalStack's two forms, and AWS's own: `<id>.execute-api.<anything>/<stage>/…`. */
const USER_REQUEST = /^\/restapis\/([^/]+)\/([^/]+)\/_user_request_(\/.*)?$/;
const EXECUTE_API = /^\/_aws\/execute-api\/([^/]+)(?:\/+([^/]*)(\/.*)?)?$/;
const HOST = /^([a-z0-9]+)\.execute-api\./;
const STAGE_AND_PATH = /^\/+([^/]*)(\/.*)?$/;

export function readAddress({ path, host }: Pick<WireRequest, 'path' | 'host'>): Address | undefined {
  const match = USER_REQUEST.exec(path) ?? EXECUTE_API.exec(path);
  if (match) {
    const [, apiId = '', stageName = '', rest] = match;
    return { apiId, stageName, ...pathOf(rest), host: undefined };
  }
  const apiId = HOST.exec(host)?.[1];
  if (apiId === undefined) return undefined;
  const [, stageName = '', rest] = STAGE_AND_PATH.exec(path) ?? [];
  return { apiId, stageName, ...pathOf(rest), host };
}

function pathOf(rest = '/'): { path: string; sentPath: string } {
  return { path: rest.replace(/^\/+/, '/'), sentPath: rest };
}
