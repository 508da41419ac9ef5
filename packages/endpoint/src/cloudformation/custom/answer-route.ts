import { AwsError } from '../../core/errors.ts';
import type { WireRequest, WireResponse } from '../../core/wire.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { ANSWER_PATH, customResourceAnswer, MAX_ANSWER_BYTES } from './answers.ts';

export const isAnswer = (request: WireRequest): boolean =>
  request.method === 'PUT' && request.path.startsWith(ANSWER_PATH);

/** Takes the answer of a custom resource's provider, as the presigned S3 URL does on AWS. */
export async function handleAnswer(
  engine: CloudFormationEngine,
  request: WireRequest,
): Promise<WireResponse> {
  try {
    const body = await request.body(MAX_ANSWER_BYTES);
    const parsed = customResourceAnswer.safeParse(JSON.parse(body.toString('utf8')));
    if (!parsed.success) return { status: 400 };
    const token = request.path.slice(ANSWER_PATH.length);
    // A provider that answers twice, or too late, has nothing to do better: S3 would take it too.
    engine.answers.take(token, parsed.data);
    return { status: 200 };
  } catch (thrown) {
    return { status: thrown instanceof AwsError ? thrown.status : 400 };
  }
}
