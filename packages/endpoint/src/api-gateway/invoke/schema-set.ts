/** A schema with the texts of all models that it refers to, by name: all that validating takes. */
export interface SchemaSet {
  readonly root: string;
  readonly models: Readonly<Record<string, string>>;
}

const MODEL_REFERENCE = /\/models\/(\w+)"/g;

/** `find` gives the schema of another model, or undefined where there is no such model. */
export function schemaSet(root: string, find: (name: string) => string | undefined): SchemaSet {
  const models = new Map<string, string>();
  const unread = [root];
  for (let text = unread.pop(); text !== undefined; text = unread.pop()) {
    for (const [, name = ''] of text.matchAll(MODEL_REFERENCE)) {
      const found = models.has(name) ? undefined : find(name);
      if (found === undefined) continue;
      models.set(name, found);
      unread.push(found);
    }
  }
  return { root, models: Object.fromEntries(models) };
}

/** JSON in which these are no member names takes time in proportion to its size, whatever the value. */
const COSTLY = /"(\$ref|pattern|patternProperties|uniqueItems)"/;

/** What takes no longer on this thread than sending it to another one. */
const SHORT_SCHEMA = 16 * 1024;
const SHORT_BODY = 64 * 1024;

export function isQuick({ root }: SchemaSet, body = ''): boolean {
  return root.length <= SHORT_SCHEMA && body.length <= SHORT_BODY && !COSTLY.test(root);
}
