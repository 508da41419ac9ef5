import { parseBoundedJson } from '../bounded-json.ts';
import { coreError } from '../errors.ts';

/** A JSON object. What is larger than any input of AWS is refused like what is malformed. */
export function parseJson(body: Uint8Array): object {
  if (body.length === 0) return {};
  const value = parseBoundedJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  if (value === undefined) {
    throw coreError.serialization(
      'The request body is not valid JSON, nests too deep or has too many members.',
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw coreError.serialization('The request body must be a JSON object.');
  }
  return value;
}

/** JSON as AWS writes it: timestamps in epoch seconds, blobs in base64. */
export function renderJson(value: unknown): string {
  return JSON.stringify(value, awsForm);
}

// A replacer sees Date and Buffer only after their toJSON, so it looks at the holder.
function awsForm(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const original = this[key];
  if (original instanceof Date) return original.getTime() / 1000;
  if (original instanceof Uint8Array) return Buffer.from(original).toString('base64');
  return value;
}
