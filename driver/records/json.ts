export type Json = null | boolean | number | string | Json[] | JsonRecord;

export interface JsonRecord {
  [name: string]: Json;
}

export function isJsonRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
