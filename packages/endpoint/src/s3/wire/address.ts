import { s3Error } from '../errors.ts';

/** What a request is about. */
export interface Address {
  bucket?: string;
  key?: string;
}

/** `<bucket>.s3.…` and `<bucket>.s3-…`, as on AWS. */
const VIRTUAL_HOST = /^(?:(.+)\.)?s3[.-].+$/;
/** The bucket in front of the endpoint's own name. */
const UNDER_OWN_NAME = /^(.+)\.(?:127\.0\.0\.1|localhost)$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
export function readAddress(host: string, path: string): Address {
  const virtual = (VIRTUAL_HOST.exec(host) ?? UNDER_OWN_NAME.exec(host))?.[1];
  const rest = path.slice(1);
  if (virtual !== undefined) return { bucket: virtual, ...(rest !== '' && { key: decode(rest) }) };
  if (rest === '') return {};
  const slash = rest.indexOf('/');
  if (slash < 0) return { bucket: decode(rest) };
  const key = rest.slice(slash + 1);
  return { bucket: decode(rest.slice(0, slash)), ...(key !== '' && { key: decode(key) }) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw s3Error.invalidUri();
  }
}
