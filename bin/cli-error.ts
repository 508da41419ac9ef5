/** What can end a command besides its own result. Each has an exit status that scripts can rely on. */
export type CliErrorCode = 'usage' | 'environment' | 'interrupted' | 'output-closed';

export const EXIT = {
  ok: 0,
  findings: 1,
  usage: 2,
  environment: 3,
  interrupted: 130,
  /** As of a program that SIGPIPE ends. */
  'output-closed': 141,
} as const;

/** A failure that is shown to the user as it is: what is wrong, and what to do about it. */
export class CliError extends Error {
  readonly code: CliErrorCode;
  /** What to do, in a sentence. */
  readonly hint: string | undefined;

  constructor(code: CliErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'CliError';
    this.code = code;
    this.hint = options.hint;
  }
}
