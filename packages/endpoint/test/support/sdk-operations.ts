/** How an operation of a REST service stands on the wire, by the model that its SDK was made from. */
export interface SdkOperation {
  name: string;
  method: string;
  /** With the query that the route demands, such as `/restapis?mode=import`. */
  path: string;
  status: number;
  input: SdkShape;
}

/** A structure by its members; undefined for those that are no structures and no lists of them. */
export interface SdkShape {
  members: ReadonlyMap<string, SdkShape | undefined>;
}

/** What schemas stand for, by the number that they begin with: @smithy/types, `StaticSchema`. */
const KIND = { list: 1, structure: 3, operation: 9 };

/** A schema, or a function that gives it. Unions are structures to the SDK's own model, under another number. */
type Schema = readonly unknown[] | (() => Schema) | number | string;

/** All operations of an SDK module. */
export function sdkOperations(sdk: object): SdkOperation[] {
  return Object.values(sdk).flatMap((value: unknown): SdkOperation[] => {
    if (!Array.isArray(value) || value[0] !== KIND.operation) return [];
    const [, , name, traits, input] = value as [
      number,
      string,
      string,
      { http?: [string, string, number] },
      Schema,
    ];
    const [method = '', path = '', status = 200] = traits?.http ?? [];
    return [{ name, method, path, status, input: shapeOf(input, []) ?? { members: new Map() } }];
  });
}

function shapeOf(lazy: Schema, within: readonly unknown[]): SdkShape | undefined {
  const schema = typeof lazy === 'function' ? lazy() : lazy;
  // A structure that refers to itself is looked at once.
  if (!Array.isArray(schema) || within.includes(schema)) return undefined;
  const inside = [...within, schema];
  // A member with traits of its own is wrapped: [0, …] holds them beside the schema.
  if (schema[0] === KIND.list) return shapeOf(schema[4] as Schema, inside);
  if (Array.isArray(schema[0]) || typeof schema[0] === 'function')
    return shapeOf(schema[0] as Schema, inside);
  if (schema[0] !== KIND.structure) return undefined;
  const names = schema[4] as string[];
  const schemas = schema[5] as Schema[];
  return {
    members: new Map(names.map((name, index) => [name, shapeOf(schemas[index] ?? 0, inside)])),
  };
}
