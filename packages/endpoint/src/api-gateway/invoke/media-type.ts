/** The first media type of a header such as `Accept`, in lower case and without parameters. */
export function mediaType(header: string | undefined): string | undefined {
  const first = header?.split(',', 1)[0]?.split(';', 1)[0]?.trim().toLowerCase();
  return first === '' ? undefined : first;
}

/** Whether a media type is among an API's binary ones; those may end in a star, such as `image/*`. */
export function binaryMatcher(binaryMediaTypes: readonly string[]): (type: string | undefined) => boolean {
  if (binaryMediaTypes.includes('*/*')) return () => true;
  const exact = new Set(binaryMediaTypes.map((type) => type.toLowerCase()));
  const prefixes = [...exact].filter((type) => type.endsWith('/*')).map((type) => type.slice(0, -1));
  return (type) =>
    type !== undefined && (exact.has(type) || prefixes.some((prefix) => type.startsWith(prefix)));
}
