export type EngineErrorCode = 'missing' | 'not-executable' | 'crashed';

/** The database engine cannot be run. The message says what to install or which variable to set. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'EngineError';
    this.code = code;
  }
}
