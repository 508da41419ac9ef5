import { AwsError } from '../../core/errors.ts';
import type { EngineAnswer } from '../engine.ts';

/**
 * An error answer of the engine, which goes to the client as it is. Control flow only: the code is the engine's, and is
 * read by the log and the call journal.
 */
export class AnsweredError extends AwsError {
  readonly answer: EngineAnswer;

  constructor(answer: EngineAnswer) {
    super(codeOf(answer), 'The DynamoDB engine refused the request.', { status: answer.status });
    this.answer = answer;
  }
}

function codeOf({ body }: EngineAnswer): string {
  try {
    const { __type: type } = JSON.parse(body.toString('utf8')) as { __type?: unknown };
    return String(type).split('#').at(-1) ?? 'UnknownError';
  } catch {
    return 'UnknownError';
  }
}
