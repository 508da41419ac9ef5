/** A resource that has tags. */
export interface Tagged {
  readonly tags: Readonly<Record<string, string>>;
  replaceTags(tags: Record<string, string>): void;
}
