/** A context for what must be put back after Ctrl-C as well: its signal never aborts. */
export function uninterrupted<C extends { readonly signal: AbortSignal }>(context: C): C {
  return { ...context, signal: new AbortController().signal };
}
