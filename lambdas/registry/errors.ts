/** The error codes of Confluent's REST API that this registry uses; the first three digits are the HTTP status. */
export type RegistryErrorCode =
  | 404 // there is nothing of the kind here
  | 40401 // subject not found
  | 40402 // version not found
  | 40403 // schema not found
  | 40408 // the subject has no level of its own
  | 409 // incompatible schema, or one that shares its fingerprint with another
  | 42201 // not an Avro schema
  | 42202 // not a version
  | 42203 // not a compatibility level
  | 42205 // not permitted: protected, or deletion for good
  | 42208; // not a subject

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
