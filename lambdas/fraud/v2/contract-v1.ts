import { type AssessRequest, Decision } from '../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import { parse } from '../../shared/parse.ts';
import { decisionOfV1, type RiskRequest } from '../domain.ts';
import { type Assessment, newAssessmentV1 } from './assessment.ts';

/** @throws ShopError `bad-request` */
export function readRequest(request: AssessRequest): RiskRequest {
  return parse(newAssessmentV1, { ...request, customerId: request.customerId ?? null });
}

const DECISION = { allow: Decision.ALLOW, review: Decision.REVIEW } as const;

export function toResponse({ assessmentId, decision, score }: Assessment) {
  return { assessmentId, decision: DECISION[decisionOfV1(decision)], score };
}
