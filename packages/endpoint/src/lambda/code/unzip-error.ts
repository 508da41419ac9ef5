export type UnzipErrorCode = 'unreadable' | 'empty' | 'too-large';

/** Why a deployment package cannot be taken. The message is for the log: it names no file of the package. */
export class UnzipError extends Error {
  readonly code: UnzipErrorCode;

  constructor(code: UnzipErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'UnzipError';
    this.code = code;
  }
}

export function unreadable(message: string, cause?: unknown): UnzipError {
  return new UnzipError('unreadable', message, { cause });
}
