/** A bucket as it is kept. */
export interface Bucket {
  name: string;
  created: Date;
  /** JSON, as it was put. */
  policy: string | undefined;
  /** Sub-resources by name, such as `cors`; see `configurations/`. */
  configurations: Record<string, unknown>;
}
