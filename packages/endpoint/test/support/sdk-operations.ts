/** How an operation of a REST service stands on the wire, by the model that its SDK was made from. */
export interface SdkOperation {
  name: string;
  method: string;
  /** With the query that the route demands, such as `/restapis?mode=import`. */
  path: string;
  status: number;
}

/** Schemas that stand for operations begin with this number: @smithy/types, `StaticOperationSchema`. */
const OPERATION = 9;

/** All operations of an SDK module. */
export function sdkOperations(sdk: object): SdkOperation[] {
  return Object.values(sdk).flatMap((value: unknown): SdkOperation[] => {
    if (!Array.isArray(value) || value[0] !== OPERATION) return [];
    const [, , name, traits] = value as [number, string, string, { http?: [string, string, number] }];
    const [method = '', path = '', status = 200] = traits?.http ?? [];
    return [{ name, method, path, status }];
  });
}
