import type { WireResponse } from '../../core/wire.ts';
import { writeHeaders } from './members.ts';
import { renderOutput } from './render-output.ts';

/** What a browser gets for a form that it posted, in the way that the form asked for. */
export function writeFormAnswer(output: object, ids: Record<string, string>): WireResponse {
  const {
    SuccessActionStatus: status,
    SuccessActionRedirect: redirect,
    Bucket,
    Key,
    ...answer
  } = output as Record<string, string | undefined>;
  const headers = { ...ids, ...writeHeaders(answer) };
  const target = redirect === undefined ? undefined : redirectTarget(redirect);
  if (target !== undefined) {
    for (const [name, value] of Object.entries({ bucket: Bucket, key: Key, etag: answer['ETag'] })) {
      target.searchParams.set(name, value ?? '');
    }
    return { status: 303, headers: { ...headers, location: target.href } };
  }
  if (status === '200') return { status: 200, headers };
  if (status !== '201') return { status: 204, headers };
  const shown = { Location: answer['Location'], Bucket, Key, ETag: answer['ETag'] };
  return {
    status: 201,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${renderOutput(shown)}</PostResponse>`,
  };
}

/** What is no address of a page is as good as not there. */
function redirectTarget(text: string): URL | undefined {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text);
}
