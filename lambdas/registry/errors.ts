/** The error codes of Confluent's REST API that this registry uses; the first three digits are the HTTP status. */
export type RegistryErrorCode =
  | 40401 // subject not found
  | 40402 // version not found
  | 40403 // schema not found
  | 40404 // subject was deleted, and is not deleted for good yet
  | 40405 // not deleted yet, so it cannot be deleted for good
  | 40408 // the subject has no level of its own
  | 409 // incompatible schema, or one that shares its fingerprint with another
  | 42201 // not an Avro schema
  | 42202 // not a version
  | 42203 // not a compatibility level
  | 42205 // not permitted: the level is protected
  | 42208 // not a subject
  | 50001; // the store failed

/** A refusal as Confluent's clients know it. Its message never repeats what was sent. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code: RegistryErrorCode;

  constructor(code: RegistryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get status(): number {
    return Number(String(this.code).slice(0, 3));
  }
}

export function subjectNotFound(subject: string): RegistryError {
  return new RegistryError(40401, `Subject '${subject}' not found.`);
}

export function versionNotFound(version: number | 'latest'): RegistryError {
  return new RegistryError(40402, `Version ${version} not found.`);
}

export function schemaNotFound(): RegistryError {
  return new RegistryError(40403, 'Schema not found.');
}
