import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse } from 'aws-lambda';
import * as z from 'zod';
import { type SubjectHistory, subjectHistory } from '../../../schemas/subject-history.ts';
import { ShopError } from '../../shared/errors.ts';
import { type SendHttp, sendHttp } from '../../shared/http-client.ts';
import { logger } from '../../shared/logging.ts';
import { parse } from '../../shared/parse.ts';
import { RegistryError } from '../errors.ts';
import type { Registry } from './registry.ts';

export type HistoryRequest = CloudFormationCustomResourceEvent;

/** CloudFormation reads 4,096 bytes of an answer, and a reason of many breaks is longer. */
const LONGEST_REASON = 1_500;
const ANSWER_MS = 10_000;

const properties = z.looseObject({ History: z.string() });

/**
 * `Custom::SubjectHistory`: a subject's level, its schemas and the breaks that are accepted belong to a deployment. What
 * the registry refuses fails the deployment, with the reasons.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html
 */
export function historyResource(registry: Pick<Registry, 'publish'>, send: SendHttp = sendHttp) {
  return async (request: HistoryRequest): Promise<void> => {
    const body = JSON.stringify(await answerTo(registry, request));
    const { status } = await send({
      method: 'PUT',
      url: new URL(request.ResponseURL),
      headers: {}, // The URL is signed for a request without a content type.
      body,
      timeoutMs: ANSWER_MS,
    });
    // Lambda tries again when CloudFormation has not heard the answer; to publish again changes nothing.
    if (status !== 200) throw new Error(`CloudFormation's address for the answer said ${status}`);
  };
}

async function answerTo(
  registry: Pick<Registry, 'publish'>,
  request: HistoryRequest,
): Promise<CloudFormationCustomResourceResponse> {
  const { StackId, RequestId, LogicalResourceId } = request;
  const same = { StackId, RequestId, LogicalResourceId };
  const before = request.RequestType === 'Create' ? LogicalResourceId : request.PhysicalResourceId;
  try {
    // The schema of stored data stays registered until the table is deleted.
    if (request.RequestType === 'Delete') return { ...same, Status: 'SUCCESS', PhysicalResourceId: before };
    const history = readHistory(request.ResourceProperties);
    await registry.publish(history);
    return { ...same, Status: 'SUCCESS', PhysicalResourceId: history.subject };
  } catch (error) {
    logger.error('a history was refused', { requestId: RequestId, error });
    return { ...same, Status: 'FAILED', PhysicalResourceId: before, Reason: reasonOf(error) };
  }
}

function readHistory(given: unknown): SubjectHistory {
  const { History } = parse(properties, given);
  let json: unknown;
  try {
    json = JSON.parse(History);
  } catch {
    // Not the parser's own error: it quotes the text.
    throw new ShopError('bad-request', 'History: not JSON');
  }
  return parse(subjectHistory, json);
}

function reasonOf(error: unknown): string {
  const isOurs = error instanceof RegistryError || error instanceof ShopError;
  return (isOurs ? error.message : 'The registry failed; its log has the cause.').slice(0, LONGEST_REASON);
}
